// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.fleet;

/**
 * What a worker was started for; told what happens to it.
 */
public interface Purpose {

	/**
	 * The worker is ready; it gets no connections yet.
	 */
	void ready(WorkerHandle worker);

	/**
	 * The worker sent a heartbeat.
	 */
	default void heartbeat(WorkerHandle worker) {
	}

	/**
	 * Something other than the primary asked the worker to end, by a signal.
	 */
	default void asked(WorkerHandle worker, String because) {
	}

	/**
	 * The worker's own application ends it.
	 */
	default void leaves(WorkerHandle worker, String because) {
	}

	/**
	 * The worker is gone.
	 */
	void exited(WorkerHandle worker);

}
