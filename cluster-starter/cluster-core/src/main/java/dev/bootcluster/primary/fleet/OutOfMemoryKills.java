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

package dev.bootcluster.primary.fleet;

import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * The kernel's kills for want of memory that no worker's end has explained yet: each kill
 * ended one process, so the next worker that somebody kills by hand is not its victim.
 */
public final class OutOfMemoryKills {

	private final Supplier<OptionalLong> count;

	private long explained;

	/**
	 * Create new kills.
	 * @param count how many there have been, empty if the system does not tell
	 */
	public OutOfMemoryKills(Supplier<OptionalLong> count) {
		this.count = count;
	}

	/**
	 * How many are not explained, -1 if the system does not tell.
	 */
	long unexplained() {
		OptionalLong now = this.count.get();
		return now.isPresent() ? now.getAsLong() - this.explained : -1;
	}

	/**
	 * A worker was the victim of one.
	 */
	void explained() {
		this.explained++;
	}

}
