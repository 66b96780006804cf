/*
 * Copyright 2026 the Boot Cluster authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

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
