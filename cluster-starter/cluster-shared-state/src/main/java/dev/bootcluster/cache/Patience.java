// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cache;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * Paces polling: short pauses at first, then longer ones, up to a total time.
 */
final class Patience {

	private static final long SHORTEST = TimeUnit.MILLISECONDS.toNanos(2);

	private static final long LONGEST = TimeUnit.MILLISECONDS.toNanos(50);

	/**
	 * The next pause is the time already waited, divided by this.
	 */
	private static final int SHARE = 10;

	private final long limit;

	private final LongConsumer pause;

	private long waited;

	/**
	 * Create an instance.
	 * @param limit the total time
	 * @param pause waits for a number of nanoseconds
	 */
	Patience(Duration limit, LongConsumer pause) {
		this.limit = limit.toNanos();
		this.pause = pause;
	}

	/**
	 * Pause.
	 * @return {@code false} if the time is up or the thread was interrupted
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
