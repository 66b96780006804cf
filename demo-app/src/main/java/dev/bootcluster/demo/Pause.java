// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.demo;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A stretch of time in which the current thread does nothing.
 */
final class Pause {

	private final long deadline;

	private Pause(long millis) {
		this.deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
	}

	static Pause ofMillis(long millis) {
		return new Pause(millis);
	}

	/**
	 * Wait for the pause to end, or for an interrupt, which stays set.
	 */
	void await() {
		while (remaining() > 0 && !Thread.currentThread().isInterrupted()) {
			LockSupport.parkNanos(this, remaining());
		}
	}

	/**
	 * Wait for the pause to end, whatever happens.
	 */
	void awaitUninterruptibly() {
		boolean interrupted = false;
		while (remaining() > 0) {
			LockSupport.parkNanos(this, remaining());
			interrupted |= Thread.interrupted();
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	private long remaining() {
		return this.deadline - System.nanoTime();
	}

}
