// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.fleet;

import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * All slots, ordered by number.
 */
public final class Slots {

	private final TreeMap<Integer, Slot> slots = new TreeMap<>();

	Slot add(int number, int generation) {
		Slot slot = new Slot(number, generation);
		this.slots.put(number, slot);
		return slot;
	}

	public void remove(Slot slot) {
		this.slots.remove(slot.number());
	}

	public @Nullable Slot find(int number) {
		return this.slots.get(number);
	}

	/**
	 * Return the slot a worker was started for, {@code null} if it no longer exists.
	 */
	public @Nullable Slot of(WorkerHandle worker) {
		return find(worker.identity().slot());
	}

	public Collection<Slot> all() {
		return this.slots.values();
	}

	public Stream<Slot> stream() {
		return this.slots.values().stream();
	}

	/**
	 * Return the slots whose workers should serve, including paused and stopped ones.
	 */
	public List<Slot> serving() {
		return stream().filter((slot) -> !slot.isSpare()).toList();
	}

	/**
	 * Return the slots whose workers are on standby to replace a serving one.
	 */
	public List<Slot> spare() {
		return stream().filter(Slot::isSpare).toList();
	}

	/**
	 * Return whether every slot that should have a worker has a ready one.
	 */
	public static boolean areServed(Collection<Slot> slots) {
		return slots.stream().allMatch((slot) -> slot.isStopped() || slot.isServed());
	}

	public boolean allMatch(Predicate<Slot> condition) {
		return stream().allMatch(condition);
	}

}
