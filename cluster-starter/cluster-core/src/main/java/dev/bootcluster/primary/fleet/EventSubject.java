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

package dev.bootcluster.primary.fleet;

import dev.bootcluster.primary.launch.WorkerIdentity;

/**
 * What an event happened to.
 *
 * @param slot the slot, 0 if none
 * @param pid the worker's process id, 0 if none
 * @param generation the generation, 0 if none
 * @param reload the reload, 0 if none
 */
public record EventSubject(int slot, long pid, int generation, int reload) {

	/**
	 * The cluster as a whole.
	 */
	public static final EventSubject CLUSTER = new EventSubject(0, 0, 0, 0);

	public static EventSubject of(WorkerHandle worker) {
		return new EventSubject(worker.identity().slot(), worker.process().pid(), worker.identity().generation(), 0);
	}

	public static EventSubject of(Slot slot) {
		return new EventSubject(slot.number(), 0, slot.generation(), 0);
	}

	public static EventSubject of(WorkerIdentity identity) {
		return new EventSubject(identity.slot(), 0, identity.generation(), 0);
	}

	/**
	 * Return a reload and the generation the event concerns.
	 */
	public static EventSubject reload(int id, int generation) {
		return new EventSubject(0, 0, generation, id);
	}

}
