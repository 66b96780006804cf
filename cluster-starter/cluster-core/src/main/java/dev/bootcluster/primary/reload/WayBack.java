// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.reload;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

import dev.bootcluster.primary.fleet.Purpose;
import dev.bootcluster.primary.fleet.Slot;
import dev.bootcluster.primary.fleet.WorkerHandle;

/**
 * The way back from a failed reload: replaced slots get workers of the previous
 * generation, last replaced first and a few at a time.
 */
final class WayBack {

	private final ReloadStory story;

	private final Deque<Slot> queue = new ArrayDeque<>();

	private final int surge;

	private final ReloadActions actions;

	private final Runnable arrived;

	/**
	 * The slots on their way back, each with the worker being started for it.
	 */
	private final Map<Slot, WorkerHandle> restoring = new HashMap<>();

	/**
	 * Turn back.
	 * @param story the reload's story
	 * @param replaced the replaced slots, in order of replacement
	 * @param surge how many go back at a time
	 * @param actions how to do it
	 * @param arrived called when no slot that can go back is left
	 */
	WayBack(ReloadStory story, Deque<Slot> replaced, int surge, ReloadActions actions, Runnable arrived) {
		this.story = story;
		this.surge = surge;
		this.actions = actions;
		this.arrived = arrived;
		replaced.forEach((slot) -> slot.generation(story.from()));
		replaced.descendingIterator().forEachRemaining(this.queue::add);
	}

	/**
	 * Continue with as many slots as may go back at a time.
	 */
	void next() {
		while (!this.queue.isEmpty() && this.restoring.size() < this.surge) {
			restore(this.queue.remove());
		}
		if (this.restoring.isEmpty()) {
			this.arrived.run();
		}
	}

	private void restore(Slot slot) {
		int generation = this.story.from();
		if (!slot.isServedBy(generation)) {
			this.restoring.put(slot, this.actions.restore(slot, generation, new Restoration(slot)));
		}
	}

	/**
	 * Leave everything as it is.
	 */
	void abandon() {
		this.queue.clear();
		this.restoring.clear();
	}

	/**
	 * The purpose of a worker that brings a slot back.
	 */
	private final class Restoration implements Purpose {

		private final Slot slot;

		Restoration(Slot slot) {
			this.slot = slot;
		}

		@Override
		public void ready(WorkerHandle worker) {
			if (WayBack.this.restoring.remove(this.slot, worker)) {
				next();
			}
		}

		@Override
		public void exited(WorkerHandle worker) {
			if (WayBack.this.restoring.remove(this.slot, worker)) {
				WayBack.this.story.notRestored(worker);
				next();
			}
		}

	}

}
