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

package dev.bootcluster.testing;

import java.util.Random;

/**
 * Random choices that can be repeated: a test prints its seed, and the system property
 * {@code test.seed} gives it back.
 */
public final class Chance {

	private static final String PROPERTY = "test.seed";

	private Chance() {
	}

	/**
	 * A source of chance.
	 * @param user who uses it, for the line that is printed
	 * @return a source whose seed has been printed
	 */
	public static Random forTest(String user) {
		long seed = Long.getLong(PROPERTY, System.nanoTime());
		System.out.printf("%s: -D%s=%d repeats its random choices%n", user, PROPERTY, seed);
		return new Random(seed);
	}

}
