// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.fleet;

import java.util.Optional;

import dev.bootcluster.ClusterException;
import dev.bootcluster.ClusterException.Reason;
import dev.bootcluster.ClusterState;
import org.jspecify.annotations.Nullable;

/**
 * What the primary knows: its slots, the serving generation, the cluster's phase, and any
 * rollout. It only knows and never acts.
 */
public final class Fleet {

	private final Slots slots = new Slots();

	private int generation = 1;

	private Phase phase = Phase.BOOTING;

	private @Nullable Rollout rollout;

	public Slots slots() {
		return this.slots;
	}

	/**
	 * Add a slot for workers of the serving generation.
	 */
	public Slot addSlot(int number) {
		return this.slots.add(number, this.generation);
	}

	/**
	 * Return the serving generation.
	 */
	public int generation() {
		return this.generation;
	}

	/**
	 * Let another generation serve from now on, in all slots.
	 */
	public void generation(int generation) {
		this.generation = generation;
		this.slots.all().forEach((slot) -> slot.generation(generation));
	}

	public Phase phase() {
		return this.phase;
	}

	public void phase(Phase phase) {
		this.phase = phase;
	}

	/**
	 * A rollout begins: all workers are about to be replaced.
	 */
	public void begin(Rollout rollout) {
		this.rollout = rollout;
	}

	/**
	 * Return the rollout under way, empty if there is none.
	 */
	public Optional<Rollout> rollout() {
		return Optional.ofNullable(this.rollout).filter(Rollout::isRunning);
	}

	/**
	 * Return whether a first worker has served and the cluster is not stopping.
	 */
	public boolean isRunning() {
		return this.phase == Phase.RUNNING;
	}

	/**
	 * Return whether every slot that should have a worker is served and none is getting
	 * another.
	 */
	public boolean isSettled() {
		return isRunning() && rollout().isEmpty()
				&& this.slots.allMatch((slot) -> slot.isStopped() || (slot.isServed() && slot.successor() == null));
	}

	/**
	 * Refuse an order that conflicts with what the cluster is doing.
	 */
	public void requireIdle() {
		if (this.phase == Phase.STOPPING) {
			throw new ClusterException(Reason.UNAVAILABLE, "The cluster is shutting down");
		}
		rollout().ifPresent((rollout) -> {
			throw new ClusterException(Reason.CONFLICT, rollout + " is running");
		});
		if (this.phase == Phase.BOOTING) {
			throw new ClusterException(Reason.CONFLICT, "The cluster is still starting");
		}
	}

	/**
	 * Return whether every slot that should have a worker is in a crash loop and none
	 * serves.
	 */
	public boolean isHopeless() {
		return this.slots.serving().stream().noneMatch(Slot::isServed)
				&& this.slots.serving().stream().filter((slot) -> !slot.isStopped()).allMatch(Slot::isLooping)
				&& this.slots.serving().stream().anyMatch(Slot::isLooping);
	}

	public ClusterState state() {
		if (rollout().isPresent()) {
			return ClusterState.RELOADING;
		}
		return trouble().isPresent() ? ClusterState.DEGRADED : ClusterState.STABLE;
	}

	/**
	 * Return why the cluster is degraded, empty if it is not.
	 */
	public Optional<String> trouble() {
		return this.slots.stream().filter(Slot::isLooping).findFirst().map(Fleet::trouble);
	}

	private static String trouble(Slot slot) {
		return "Slot %d is in a crash loop, %s; last exit: %s".formatted(slot.number(), slot.crashes(),
				(slot.lastExit() != null) ? slot.lastExit().reason() : "unknown");
	}

}
