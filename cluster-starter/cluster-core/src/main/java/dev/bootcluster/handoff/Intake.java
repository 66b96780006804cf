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

package dev.bootcluster.handoff;

import dev.bootcluster.ipc.HandoffCode;

/**
 * What a policy does with the workers that are ready. Everything happens on one event
 * loop.
 */
interface Intake {

	/**
	 * A worker is ready.
	 */
	void add(WorkerLink link);

	/**
	 * A worker gets nothing more.
	 */
	void remove(WorkerLink link);

	/**
	 * A worker answered what it was sent.
	 */
	void answered(WorkerLink link, HandoffCode code);

	/**
	 * A worker's channel ended.
	 */
	void lost(WorkerLink link);

	/**
	 * Take no more connections for workers.
	 */
	void close();

	/**
	 * The intake in figures, for any thread.
	 */
	HandoffStats stats();

}
