// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cache;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * Waits for something that is asked for again and again: often at first, then less often,
 * and not longer than a time.
 */
final class Patience {

	private static final long SHORTEST = TimeUnit.MILLISECONDS.toNanos(2);

	private static final long LONGEST = TimeUnit.MILLISECONDS.toNanos(50);

	/**
	 * Who has waited long can wait a bit longer.
	 */
	private static final int SHARE = 10;

	private final long limit;

	private final LongConsumer pause;

	private long waited;

	/**
	 * Create new patience.
	 * @param limit for how long
	 * @param pause lets a number of nanoseconds pass
	 */
	Patience(Duration limit, LongConsumer pause) {
		this.limit = limit.toNanos();
		this.pause = pause;
	}

	/**
	 * Wait a bit.
	 * @return {@code false} if the time is over or the thread was interrupted
	 */
	boolean pause() {
		if (this.waited >= this.limit || Thread.currentThread().isInterrupted()) {
			return false;
		}
		long pause = Math.min(LONGEST, Math.max(SHORTEST, this.waited / SHARE));
		this.pause.accept(pause);
		this.waited += pause;
		return true;
	}

}
