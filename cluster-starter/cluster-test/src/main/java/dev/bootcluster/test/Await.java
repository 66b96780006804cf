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
