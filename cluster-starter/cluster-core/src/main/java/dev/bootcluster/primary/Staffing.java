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

package dev.bootcluster.primary;

import dev.bootcluster.WorkerExit;

/**
 * Sees that slots have workers: the first one, the next after one died, another in place
 * of one that serves.
 * <p>
 * Used by the primary's thread only.
 */
final class Staffing {

	private final Fleet fleet;

	private final WorkerPool pool;

	private final TaskLoop loop;

	private final CrashLoops crashLoops;

	Staffing(Fleet fleet, WorkerPool pool, TaskLoop loop, CrashLoops crashLoops) {
		this.fleet = fleet;
		this.pool = pool;
		this.loop = loop;
		this.crashLoops = crashLoops;
	}

	/**
	 * See that a slot that should have a worker has one.
	 */
	void fill(Slot slot) {
		slot.respawn(null);
		if (this.fleet.phase() != Phase.STOPPING && !slot.isStopped() && slot.isEmpty()) {
			slot.successor(slot.isLooping() ? this.pool.retry(slot.number(), slot.generation(), reasonToFill(slot))
					: this.pool.spawn(slot.number(), slot.generation(), reasonToFill(slot)));
		}
	}

	private static String reasonToFill(Slot slot) {
		WorkerExit exit = slot.lastExit();
		return (exit != null) ? "the one before " + exit.reason() : "its slot has no worker yet";
	}

	/**
	 * A worker died: fill its slot, as soon as it may be.
	 */
	void respawn(Slot slot) {
		if (this.fleet.isRunning() && !slot.isStopped() && slot.isEmpty()) {
			slot.restarted();
			slot.respawn(this.loop.schedule(this.crashLoops.delay(slot), () -> fill(slot)));
		}
	}

	/**
	 * Start a worker that takes a slot over when it is ready.
	 * @return that worker, also if it was starting already
	 */
	WorkerHandle replace(Slot slot, int generation) {
		slot.respawn(null);
		WorkerHandle starting = slot.successor();
		if (starting != null && starting.identity().generation() == generation) {
			return starting;
		}
		WorkerHandle successor = this.pool.spawn(slot.number(), generation,
				(slot.worker() != null) ? "to replace " + slot.worker() : reasonToFill(slot));
		slot.successor(successor);
		if (starting != null) {
			this.pool.retire(starting, "replaced before it was ready");
		}
		return successor;
	}

	/**
	 * Distribute connections to a worker, unless its slot gets none.
	 */
	void admit(WorkerHandle worker) {
		Slot slot = this.fleet.slots().of(worker);
		if (slot == null || slot.isRouted()) {
			this.pool.admit(worker);
		}
	}

}
