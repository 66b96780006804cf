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

import java.util.List;
import java.util.NavigableMap;

import dev.bootcluster.ClusterException;
import dev.bootcluster.ClusterException.Reason;

/**
 * Carries out what people order slot by slot, and refuses what would end the service.
 * Used on the loop only.
 */
final class SlotOrders {

	private final Supervisor supervisor;

	private final WorkerPool pool;

	private final NavigableMap<Integer, Slot> slots;

	private final int processors;

	SlotOrders(Supervisor supervisor, WorkerPool pool, NavigableMap<Integer, Slot> slots, int processors) {
		this.supervisor = supervisor;
		this.pool = pool;
		this.slots = slots;
		this.processors = processors;
	}

	void restart(int number) {
		Slot slot = slot(number);
		this.supervisor.requireRunning();
		slot.stopped(false);
		this.supervisor.replace(slot, slot.generation());
	}

	void stop(int number) {
		Slot slot = slot(number);
		this.supervisor.requireRunning();
		if (this.slots.values().stream().filter((other) -> other != slot).noneMatch(Slot::isServed)) {
			throw new ClusterException(Reason.CONFLICT,
					"Slot %d has the last worker that serves; end the application instead".formatted(number));
		}
		empty(slot, "stopped on request");
	}

	void start(int number) {
		Slot slot = slot(number);
		this.supervisor.requireRunning();
		slot.stopped(false);
		this.supervisor.fill(slot);
	}

	/**
	 * Change the number of slots.
	 * @param text the number, in the form of {@code cluster.workers}
	 */
	void scale(String text) {
		int workers = count(text);
		this.supervisor.requireRunning();
		List<Slot> leaving = List.copyOf(this.slots.tailMap(workers, false).values());
		if (leaving.stream().anyMatch(Slot::isServed)
				&& this.slots.headMap(workers, true).values().stream().noneMatch(Slot::isServed)) {
			throw new ClusterException(Reason.CONFLICT,
					"With %d workers there would be no worker that serves".formatted(workers));
		}
		for (int number = 1; number <= workers; number++) {
			if (!this.slots.containsKey(number)) {
				this.supervisor.fill(this.supervisor.addSlot(number));
			}
		}
		for (Slot slot : leaving) {
			empty(slot, "scaled down to " + workers);
			this.slots.remove(slot.number());
		}
	}

	private int count(String text) {
		try {
			return WorkerCount.parse(text, this.processors);
		}
		catch (IllegalArgumentException ex) {
			throw new ClusterException(Reason.INVALID, "workers '%s' %s".formatted(text, ex.getMessage()));
		}
	}

	private void empty(Slot slot, String because) {
		slot.stopped(true);
		slot.respawn(null);
		for (WorkerHandle worker : this.pool.workers()) {
			if (worker.identity().slot() == slot.number()) {
				this.pool.retire(worker, because);
			}
		}
	}

	private Slot slot(int number) {
		Slot slot = this.slots.get(number);
		if (slot == null) {
			throw new ClusterException(Reason.NOT_FOUND, "There is no slot " + number);
		}
		return slot;
	}

}
