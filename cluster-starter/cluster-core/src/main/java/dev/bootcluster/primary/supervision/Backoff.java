// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.supervision;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before replacing a failed worker: not at all the first time, then
 * exponentially longer, with jitter so that slots do not fail in step.
 */
public final class Backoff {

	private static final Duration FIRST = Duration.ofSeconds(1);

	private static final Duration LONGEST = Duration.ofSeconds(30);

	private static final double JITTER = 0.25;

	private final DoubleSupplier random;

	/**
	 * Create a backoff.
	 * @param random supplies numbers from 0 to 1
	 */
	public Backoff(DoubleSupplier random) {
		this.random = random;
	}

	/**
	 * Return the wait of a slot in a crash loop.
	 */
	Duration longest() {
		return delay(Integer.MAX_VALUE);
	}

	/**
	 * Return the wait after the given number of failures in a row.
	 */
	Duration delay(int failures) {
		if (failures <= 1) {
			return Duration.ZERO;
		}
		int doublings = Math.min(failures - 2, 16);
		long millis = Math.min(FIRST.toMillis() << doublings, LONGEST.toMillis());
		return Duration.ofMillis(Math.min(Math.round(millis * jitter(JITTER)), LONGEST.toMillis()));
	}

	/**
	 * Return a random factor around 1.
	 * @param share the maximum distance from 1
	 */
	double jitter(double share) {
		return 1 + share * (2 * this.random.getAsDouble() - 1);
	}

}
