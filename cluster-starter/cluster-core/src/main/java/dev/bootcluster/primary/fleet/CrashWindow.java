// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.fleet;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How many workers of a slot may die within what time, and those that did.
 * <p>
 * A worker that serves for {@code proof} empties the window: it dies less often than the
 * window is meant for.
 */
final class CrashWindow {

	private final int limit;

	private final Duration length;

	private final Duration proof;

	private final Deque<Duration> exits = new ArrayDeque<>();

	private CrashWindow(int limit, Duration length, Duration proof) {
		this.limit = limit;
		this.length = length;
		this.proof = proof;
	}

	/**
	 * Catches workers that die while starting or right after. Five exits are systemd's
	 * limit and give an application's dependencies half a minute to come back. They fit
	 * into a minute even with the waits between them (7 s) and up to ten seconds of
	 * service each, so no worker escapes without that much service.
	 */
	static CrashWindow burst() {
		return new CrashWindow(5, Duration.ofMinutes(1), Duration.ofSeconds(10));
	}

	/**
	 * Catches workers that serve for a while but keep dying, such as from a leak that
	 * ends in an OutOfMemoryError. Ten in half an hour is one every three minutes, so a
	 * worker that serves longer is no longer in this loop.
	 */
	static CrashWindow sustained() {
		return new CrashWindow(10, Duration.ofMinutes(30), Duration.ofMinutes(3));
	}

	/**
	 * A worker died unexpectedly.
	 */
	void exited(Duration now) {
		this.exits.addLast(now);
		while (this.exits.getFirst().compareTo(now.minus(this.length)) < 0) {
			this.exits.removeFirst();
		}
	}

	/**
	 * A worker has served this long.
	 */
	void served(Duration time) {
		if (time.compareTo(this.proof) >= 0) {
			this.exits.clear();
		}
	}

	boolean isFull() {
		return this.exits.size() >= this.limit;
	}

	int count() {
		return this.exits.size();
	}

	Duration length() {
		return this.length;
	}

	Duration proof() {
		return this.proof;
	}

}
