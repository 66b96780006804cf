// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.test;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits for a condition.
 */
public final class Await {

	private static final long TIMEOUT = Duration.ofSeconds(30).toNanos();

	private Await() {
	}

	/**
	 * Wait until the condition holds.
	 * @param description what is waited for, for the failure
	 * @param condition the condition
	 */
	public static void until(String description, Callable<Boolean> condition) {
		long start = System.nanoTime();
		try {
			while (!condition.call()) {
				if (System.nanoTime() - start > TIMEOUT) {
					throw new AssertionError("Waited 30s in vain for " + description);
				}
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
			}
		}
		catch (Exception ex) {
			throw new IllegalStateException("Waiting for " + description, ex);
		}
	}

}
