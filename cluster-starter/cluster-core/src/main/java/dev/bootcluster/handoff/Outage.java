// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * Whether any worker is ready, and how long clients wait if none is.
 */
final class Outage {

	private final Duration timeout;

	private final Set<WorkerLink> ready = new HashSet<>();

	private boolean hopeless;

	/**
	 * Create the state before the first worker is ready.
	 * @param timeout how long a client waits for a worker
	 */
	Outage(Duration timeout) {
		this.timeout = timeout;
	}

	void ready(WorkerLink link) {
		this.ready.add(link);
	}

	void gone(WorkerLink link) {
		this.ready.remove(link);
	}

	/**
	 * Whether waiting is pointless: all workers fail, time after time.
	 */
	void hopeless(boolean hopeless) {
		this.hopeless = hopeless;
	}

	boolean isOver() {
		return !this.ready.isEmpty();
	}

	/**
	 * Return whether a client has waited long enough.
	 */
	boolean isTooLong(Duration waited) {
		return !isOver() && (this.hopeless || waited.compareTo(this.timeout) >= 0);
	}

	Duration timeout() {
		return this.timeout;
	}

}
