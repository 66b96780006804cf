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
 * What a balancing policy does with ready workers. Everything happens on one event loop.
 */
interface Intake {

	/**
	 * A worker is ready.
	 */
	void add(WorkerLink link);

	/**
	 * A worker gets no more connections.
	 */
	void remove(WorkerLink link);

	/**
	 * A worker answered a connection it was sent.
	 */
	void answered(WorkerLink link, HandoffCode code);

	/**
	 * A worker's channel closed.
	 */
	void lost(WorkerLink link);

	/**
	 * Accept no more connections for workers.
	 */
	void close();

	/**
	 * Return the intake's figures; may be called on any thread.
	 */
	HandoffStats stats();

}
