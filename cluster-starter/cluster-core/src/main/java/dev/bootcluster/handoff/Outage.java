// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * Whether any worker is ready, and how long clients wait if none is, or if none has room
 * because what workers execute is bounded.
 */
final class Outage {

	private final Duration timeout;

	private final boolean bounded;

	private final Set<WorkerLink> ready = new HashSet<>();

	private boolean hopeless;

	/**
	 * Create the state before the first worker is ready.
	 * @param timeout how long a client waits for a worker
	 * @param bounded whether it waits no longer for one that is ready, but has no room
	 */
	Outage(Duration timeout, boolean bounded) {
		this.timeout = timeout;
		this.bounded = bounded;
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
		if (isOver()) {
			return this.bounded && waited.compareTo(this.timeout) >= 0;
		}
		return this.hopeless || waited.compareTo(this.timeout) >= 0;
	}

	Duration timeout() {
		return this.timeout;
	}

}
