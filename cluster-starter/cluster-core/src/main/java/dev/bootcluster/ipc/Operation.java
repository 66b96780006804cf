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

package dev.bootcluster.ipc;

/**
 * What a worker can ask the primary for.
 */
public enum Operation {

	/**
	 * The cluster's state.
	 */
	INFO,

	/**
	 * Begin a reload.
	 */
	RELOAD,

	/**
	 * Begin a reload that only tries.
	 */
	DRY_RUN,

	/**
	 * Begin to return to the previous generation.
	 */
	ROLLBACK,

	/**
	 * The current or last reload.
	 */
	LAST_RELOAD,

	/**
	 * What happened after an event.
	 */
	EVENTS,

	/**
	 * Restart a slot, or all of them one after the other.
	 */
	RESTART,

	/**
	 * Stop a slot.
	 */
	STOP,

	/**
	 * Start a slot, or all that are stopped.
	 */
	START,

	/**
	 * Distribute no more connections to a slot.
	 */
	PAUSE,

	/**
	 * Distribute connections to a slot again.
	 */
	RESUME,

	/**
	 * Change the number of slots.
	 */
	SCALE,

	/**
	 * Begin one run of a job, so that nobody else does.
	 */
	CLAIM,

	/**
	 * A run of a job has ended.
	 */
	FINISHED,

	/**
	 * The current shared value of a name, or who is to compute it.
	 */
	SHARED_VALUE

}
