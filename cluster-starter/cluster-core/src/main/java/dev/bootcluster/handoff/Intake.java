// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

import dev.bootcluster.ipc.HandoffCode;

/**
 * What a balancing policy does with ready workers. Everything happens on one event loop.
 */
interface Intake {

	/**
	 * A worker is ready.
	 */
	void add(WorkerLink link);

	/**
	 * A worker gets no more connections but those whose session it has.
	 */
	default void linger(WorkerLink link) {
		remove(link);
	}

	/**
	 * A worker gets no more connections.
	 */
	void remove(WorkerLink link);

	/**
	 * A worker answered a connection it was sent.
	 */
	void answered(WorkerLink link, HandoffCode code);

	/**
	 * A worker's channel closed.
	 */
	void lost(WorkerLink link);

	/**
	 * Whether no worker can be expected to become ready soon.
	 */
	void hopeless(boolean hopeless);

	/**
	 * Accept no more connections for workers.
	 */
	void close();

	/**
	 * Return the intake's figures; may be called on any thread.
	 */
	HandoffStats stats();

}
