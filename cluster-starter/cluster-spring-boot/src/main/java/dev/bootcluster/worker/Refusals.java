// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.time.Duration;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * The refusals of a primary since it last took a connection: when to ask again, and when
 * to give up. Thread-safe.
 */
final class Refusals {

	/**
	 * How long to wait after a refusal: the primary may have many connections to pass on.
	 */
	static final Duration PAUSE = Duration.ofMillis(50);

	/**
	 * A primary that has taken none for this long is not going to, unless there is more
	 * time: it may be waiting for a worker that is busy starting.
	 */
	static final Duration PATIENCE = Duration.ofMillis(300);

	private final LongSupplier clock;

	private volatile Duration patience = PATIENCE;

	private volatile @Nullable Streak streak;

	/**
	 * @param clock tells the time in nanoseconds
	 */
	Refusals(LongSupplier clock) {
		this.clock = clock;
	}

	/**
	 * Set for how long a primary may take none.
	 * @param millis how long; less than usual counts as usual
	 */
	void patience(long millis) {
		this.patience = Duration.ofMillis(Math.max(millis, PATIENCE.toMillis()));
	}

	/**
	 * There is another one.
	 * @return whether to give up
	 */
	synchronized boolean add() {
		long now = this.clock.getAsLong();
		Streak before = this.streak;
		Streak streak = new Streak((before != null) ? before.first : now, now);
		this.streak = streak;
		return now - streak.first >= this.patience.toNanos();
	}

	/**
	 * The primary takes connections, or may do so.
	 */
	void forget() {
		if (this.streak != null) {
			this.streak = null;
		}
	}

	boolean isEmpty() {
		return this.streak == null;
	}

	/**
	 * Return whether the last one is so recent that it would be too soon to ask again.
	 */
	boolean isPause() {
		Streak streak = this.streak;
		return streak != null && this.clock.getAsLong() - streak.last < PAUSE.toNanos();
	}

	/**
	 * Refusals in a row.
	 *
	 * @param first when the first one was
	 * @param last when the last one was
	 */
	private record Streak(long first, long last) {

	}

}
