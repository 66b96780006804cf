// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster;

/**
 * The states of a worker, in order.
 */
public enum WorkerState {

	/**
	 * Spawned, but has not reported that it can serve.
	 */
	STARTING,

	/**
	 * The worker has reported that it can serve; it gets connections.
	 */
	READY,

	/**
	 * Gets no new connections and finishes what it has.
	 */
	DRAINING,

	/**
	 * The process is gone.
	 */
	EXITED

}
