// SPDX-License-Identifier: Apache-2.0

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
