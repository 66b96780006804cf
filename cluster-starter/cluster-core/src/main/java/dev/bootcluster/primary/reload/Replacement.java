// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.reload;

import java.util.Optional;

import dev.bootcluster.primary.fleet.Purpose;
import dev.bootcluster.primary.fleet.Slot;
import dev.bootcluster.primary.fleet.WorkerHandle;
import org.jspecify.annotations.Nullable;

/**
 * One slot's change to a new worker: the new one starts, bakes while the old one keeps
 * serving, and takes over; then the old one drains. This is the purpose of both workers;
 * its owner decides what follows.
 */
final class Replacement implements Purpose {

	private final @Nullable Slot slot;

	private final Owner owner;

	private @Nullable WorkerHandle candidate;

	private @Nullable Bake bake;

	private @Nullable Runnable timer;

	private boolean tookOver;

	private @Nullable WorkerHandle predecessor;

	/**
	 * Create a replacement.
	 * @param slot the slot, {@code null} for a trial, which takes over nothing
	 * @param owner decides what follows
	 */
	Replacement(@Nullable Slot slot, Owner owner) {
		this.slot = slot;
		this.owner = owner;
	}

	@Nullable Slot slot() {
		return this.slot;
	}

	/**
	 * The new worker has been started.
	 */
	void started(WorkerHandle candidate) {
		this.candidate = candidate;
	}

	/**
	 * Return the new worker.
	 */
	WorkerHandle candidate() {
		if (this.candidate == null) {
			throw new IllegalStateException("Not started");
		}
		return this.candidate;
	}

	/**
	 * Return whether the new worker has yet to take over.
	 */
	boolean isOnTrial() {
		return !this.tookOver;
	}

	void bake(Bake bake, Runnable timer) {
		this.bake = bake;
		this.timer = timer;
	}

	Optional<String> complaint() {
		return (this.bake != null) ? this.bake.complaint() : Optional.empty();
	}

	/**
	 * The new worker no longer bakes.
	 */
	void endBake() {
		if (this.timer != null) {
			this.timer.run();
		}
		this.timer = null;
	}

	/**
	 * The new worker has taken over the slot.
	 */
	void tookOver() {
		this.tookOver = true;
	}

	/**
	 * Set the old worker, which drains now that the new one has taken over.
	 */
	void predecessor(WorkerHandle predecessor) {
		this.predecessor = predecessor;
	}

	@Override
	public void ready(WorkerHandle worker) {
		this.owner.ready(this);
	}

	@Override
	public void heartbeat(WorkerHandle worker) {
		if (worker == this.candidate && this.bake != null && this.timer != null) {
			this.owner.baking(this);
		}
	}

	@Override
	public void asked(WorkerHandle worker, String because) {
		if (isOnTrial()) {
			this.owner.left(this, because);
		}
	}

	@Override
	public void leaves(WorkerHandle worker, String because) {
		if (worker == this.candidate) {
			this.owner.left(this, because);
		}
	}

	@Override
	public void exited(WorkerHandle worker) {
		if (worker == this.predecessor) {
			this.owner.drained(this);
		}
		else if (isOnTrial() || worker.isWanted()) {
			this.owner.lost(this);
		}
	}

	/**
	 * Decides what follows.
	 */
	interface Owner {

		/**
		 * The new worker is ready.
		 */
		void ready(Replacement replacement);

		/**
		 * The baking new worker has sent a heartbeat.
		 */
		void baking(Replacement replacement);

		/**
		 * The new worker is ending on its own and first finishes what it has.
		 */
		void left(Replacement replacement, String because);

		/**
		 * The new worker is gone, although it was wanted or had not taken over.
		 */
		void lost(Replacement replacement);

		/**
		 * The old worker is gone.
		 */
		void drained(Replacement replacement);

	}

}
