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
 * A forked JVM as its pool sees it. No method waits.
 */
interface ForkProcess {

	/**
	 * Run a task, as soon as the process has started. One at a time.
	 * @param job the task
	 */
	void run(ForkJob job);

	/**
	 * End the process, which runs no task, in good order.
	 */
	void end();

	/**
	 * End the process at once.
	 */
	void kill();

	/**
	 * What a process tells, on any thread.
	 */
	interface Events {

		/**
		 * The task has ended, or has begun if it is detached: nothing is told of the
		 * process of a detached task from then on.
		 * @param job the task
		 * @param outcome what became of it
		 */
		void finished(ForkJob job, ForkOutcome outcome);

		/**
		 * The process is gone, or did not come to be. The last event.
		 * @param exit how it ended
		 */
		void exited(ForkExit exit);

	}

}
