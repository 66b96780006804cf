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
