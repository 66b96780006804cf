/*
 * Copyright 2026 the Boot Cluster authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package dev.bootcluster.generation;

import java.time.Duration;

/**
 * How a generation replaces the one before.
 *
 * @param surge how many workers are replaced at a time once the first has proved itself:
 * a number, or a share of the slots such as {@code 25%}
 * @param bootTimeout how long a new worker may take from spawn to ready
 * @param bakeTime how long a new worker must serve well before the old one is retired
 * @param drainTimeout how long an old worker may finish what it has
 * @param deadline how long the whole reload may take
 */
public record ReloadSettings(String surge, Duration bootTimeout, Duration bakeTime, Duration drainTimeout,
		Duration deadline) {

	/**
	 * How many slots are replaced at a time.
	 * @param slots the number of slots
	 * @return at least 1
	 * @throws IllegalArgumentException if it cannot be read
	 */
	public int surge(int slots) {
		boolean percent = this.surge.endsWith("%");
		String digits = percent ? this.surge.substring(0, this.surge.length() - 1) : this.surge;
		int number;
		try {
			number = Integer.parseInt(digits.strip());
		}
		catch (NumberFormatException ex) {
			throw new IllegalArgumentException("is neither a number nor a percentage");
		}
		if (number < 1 || (percent && number > 100)) {
			throw new IllegalArgumentException("is out of range");
		}
		return percent ? Math.max(1, slots * number / 100) : number;
	}

}
