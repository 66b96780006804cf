// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster;

/**
 * Why a worker ended.
 */
public enum ExitCause {

	/**
	 * The kernel's OOM killer ended it because the machine or container had no memory
	 * left.
	 */
	OUT_OF_MEMORY_KILL,

	/**
	 * It ended with an {@code OutOfMemoryError}: its own heap or another limit of its JVM
	 * was reached.
	 */
	OUT_OF_MEMORY_ERROR,

	/**
	 * A signal the primary did not send: a {@code kill} by someone else, or a crash of
	 * the JVM itself.
	 */
	SIGNAL,

	/**
	 * It exited on its own while serving, whatever the code.
	 */
	EXIT_CODE,

	/**
	 * It exited on its own before it was ready, or was killed because its version of Boot
	 * Cluster is incompatible with the primary's.
	 */
	BOOT_FAILURE,

	/**
	 * It was killed because it was not ready in time.
	 */
	BOOT_TIMEOUT,

	/**
	 * It was killed because work was waiting and nothing completed.
	 */
	HANG,

	/**
	 * It was killed because it did not end in time when asked to, or could no longer be
	 * reached.
	 */
	UNRESPONSIVE,

	/**
	 * It reached a limit such as {@code cluster.worker.max-memory} and was replaced.
	 */
	RECYCLED,

	/**
	 * It was asked to end: by a reload, an order, a shutdown, or a signal it passed on.
	 */
	REQUESTED

}
