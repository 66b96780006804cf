// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How the weight of a new worker grows over time, from {@value #MIN_WEIGHT} to 1.
 */
final class SlowStart {

	/**
	 * Not zero: a worker without connections would be as cold afterwards as before.
	 */
	static final double MIN_WEIGHT = 0.1;

	private final double nanos;

	private final LongSupplier clock;

	/**
	 * Create a slow start.
	 * @param time how long the weight grows, zero for no slow start
	 * @param clock the monotonic time in nanoseconds
	 */
	SlowStart(Duration time, LongSupplier clock) {
		// Not toNanos(), which overflows beyond 292 years.
		this.nanos = time.getSeconds() * 1e9 + time.getNano();
		this.clock = clock;
	}

	long now() {
		return this.clock.getAsLong();
	}

	/**
	 * Return the current weight of a worker admitted at the given time.
	 */
	double weight(long admitted) {
		long elapsed = now() - admitted;
		return (elapsed < this.nanos) ? Math.max(MIN_WEIGHT, elapsed / this.nanos) : 1;
	}

}
