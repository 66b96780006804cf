// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.fleet;

/**
 * Is told what happens to all workers. Observers are told in the order in which they are
 * listed.
 */
public interface WorkerObserver {

	/**
	 * A worker is not ready in time. Whoever is told must have it killed
	 * ({@link WorkerEndings#killLate}).
	 * @param because why it must be
	 */
	default void late(WorkerHandle worker, String because) {
	}

	/**
	 * A worker is ready; it gets no connections yet.
	 */
	default void ready(WorkerHandle worker) {
	}

	/**
	 * A worker has taken over its slot.
	 */
	default void serving(WorkerHandle worker) {
	}

	/**
	 * A worker sent a heartbeat.
	 */
	default void heartbeat(WorkerHandle worker) {
	}

	/**
	 * A worker that should run gets no more connections and is likely to end soon.
	 */
	default void failing(WorkerHandle worker) {
	}

	/**
	 * A worker is no longer ready but can still be reached.
	 */
	default void draining(WorkerHandle worker) {
	}

	/**
	 * A worker can no longer be reached, but has not been seen to exit.
	 */
	default void disconnected(WorkerHandle worker) {
	}

	/**
	 * A worker is gone.
	 */
	default void exited(WorkerHandle worker) {
	}

}
