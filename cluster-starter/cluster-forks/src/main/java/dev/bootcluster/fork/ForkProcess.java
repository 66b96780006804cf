// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.fork;

/**
 * A forked JVM as seen by the pool. No method blocks.
 */
interface ForkProcess {

	/**
	 * Run a task as soon as the process has started. One task at a time.
	 * @param job the task
	 */
	void run(ForkJob job);

	/**
	 * Shut down the process gracefully. It must not be running a task.
	 */
	void end();

	/**
	 * Kill the process at once.
	 */
	void kill();

	/**
	 * Receives the events of a process, on any thread.
	 */
	interface Events {

		/**
		 * The task has ended, or, if it is detached, begun; there are no more events for
		 * the process of a detached task after that.
		 * @param job the task
		 * @param outcome its outcome
		 */
		void finished(ForkJob job, ForkOutcome outcome);

		/**
		 * The process has ended or could not be started. The last event.
		 * @param exit how it ended
		 */
		void exited(ForkExit exit);

	}

}
