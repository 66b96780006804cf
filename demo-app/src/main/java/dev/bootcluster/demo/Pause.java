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
