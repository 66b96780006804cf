// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.supervision;

import java.util.Optional;

import dev.bootcluster.ClusterEventType;
import dev.bootcluster.primary.fleet.Fleet;
import dev.bootcluster.primary.fleet.Slot;
import dev.bootcluster.primary.fleet.WorkerHandle;
import dev.bootcluster.primary.fleet.WorkerObserver;
import dev.bootcluster.primary.fleet.WorkerPool;

/**
 * Slots whose workers are started but get no connections. When another slot loses its
 * worker, a spare takes connections at once and the failed slot becomes the spare. So no
 * worker ever changes its slot, its files or its name in the log.
 */
public final class Spares implements WorkerObserver {

	private final Fleet fleet;

	private final WorkerPool pool;

	public Spares(Fleet fleet, WorkerPool pool) {
		this.fleet = fleet;
		this.pool = pool;
	}

	@Override
	public void failing(WorkerHandle worker) {
		Slot slot = this.fleet.slots().of(worker);
		if (slot != null && slot.worker() == worker) {
			replace(slot);
		}
	}

	/**
	 * A slot is losing its worker: let a spare take its connections.
	 * @return whether there was a spare
	 */
	boolean replace(Slot lost) {
		if (!this.fleet.isRunning() || !lost.isRouted() || lost.isStopped() || isUnderway(lost)) {
			return false;
		}
		Optional<Slot> spare = this.fleet.slots().spare().stream().filter((slot) -> canReplace(slot, lost)).findFirst();
		spare.ifPresent((slot) -> promote(slot, lost));
		return spare.isPresent();
	}

	/**
	 * Return whether a reload already has a worker for the slot.
	 */
	private boolean isUnderway(Slot slot) {
		return this.fleet.rollout().filter((rollout) -> rollout.isReplacing(slot)).isPresent();
	}

	/**
	 * Old code must not replace new code, nor the other way round.
	 */
	private static boolean canReplace(Slot spare, Slot lost) {
		return !spare.isStopped() && spare.isServedBy(lost.generation());
	}

	private void promote(Slot spare, Slot lost) {
		lost.duty(Slot.Duty.SPARE);
		spare.duty(Slot.Duty.SERVING);
		WorkerHandle worker = spare.worker();
		if (worker != null) {
			this.pool.admit(worker);
			this.pool.events()
				.info(ClusterEventType.WORKER_PROMOTED, worker,
						"is no longer a spare: it takes connections in place of slot " + lost.number());
		}
	}

}
