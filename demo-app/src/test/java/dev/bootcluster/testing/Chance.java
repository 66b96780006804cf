// SPDX-License-Identifier: Apache-2.0

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
