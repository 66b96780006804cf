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

	private final Set<WorkerLink> ready = new HashSet<>();

	private boolean hopeless;

	private boolean bounded;

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

	/**
	 * Whether workers are bounded in what they execute.
	 */
	void bounded(boolean bounded) {
		this.bounded = bounded;
	}

	/**
	 * Return whether a client has waited long enough for workers that are ready and have
	 * no room.
	 */
	boolean isTooLongForRoom(Duration waited) {
		return this.bounded && waited.compareTo(this.timeout) >= 0;
	}

	Duration timeout() {
		return this.timeout;
	}

}
