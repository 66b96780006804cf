// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.launch;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A worker's operating system process.
 */
public interface WorkerProcess {

	/**
	 * Return its process id.
	 */
	long pid();

	/**
	 * Completes with the exit code when the process is gone.
	 */
	CompletableFuture<Integer> exit();

	/**
	 * Ask the process to end (SIGTERM).
	 */
	void terminate();

	/**
	 * End the process (SIGKILL).
	 */
	void kill();

	/**
	 * Return the last lines it printed.
	 */
	List<String> lastLines();

	/**
	 * Return the words of the command with which it was started.
	 */
	default List<String> options() {
		return List.of();
	}

}
