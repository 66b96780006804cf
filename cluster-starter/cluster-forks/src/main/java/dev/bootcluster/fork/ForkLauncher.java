// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.fork;

/**
 * Starts forks.
 */
interface ForkLauncher {

	/**
	 * Start a process. Does not wait for it; a failure is reported as an event.
	 * @param options the options of the process
	 * @param detached whether it outlives this process
	 * @param events receives its events
	 * @return the process
	 */
	ForkProcess launch(ForkOptions options, boolean detached, ForkProcess.Events events);

}
