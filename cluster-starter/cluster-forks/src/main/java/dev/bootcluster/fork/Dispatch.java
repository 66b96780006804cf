// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.fork;

/**
 * What to do for the task that has waited longest.
 */
enum Dispatch {

	/**
	 * Give it to an idle fork.
	 */
	REUSE,

	/**
	 * Start a fork for it.
	 */
	START,

	/**
	 * End an idle fork, so that one for this task can be started.
	 */
	MAKE_ROOM,

	/**
	 * Leave it in the queue.
	 */
	WAIT;

	/**
	 * Decide.
	 * @param fresh whether the task needs a process of its own
	 * @param idle number of idle forks
	 * @param ending number of forks that are ending
	 * @param forks number of all forks, including those
	 * @param max maximum number of forks
	 */
	static Dispatch of(boolean fresh, int idle, int ending, int forks, int max) {
		if (!fresh && idle > 0) {
			return REUSE;
		}
		if (forks < max) {
			return START;
		}
		return (idle > 0 && ending == 0) ? MAKE_ROOM : WAIT;
	}

}
