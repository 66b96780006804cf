// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.supervision;

import dev.bootcluster.primary.fleet.Fleet;
import dev.bootcluster.primary.fleet.Slots;
import dev.bootcluster.primary.fleet.WorkerHandle;
import dev.bootcluster.primary.fleet.WorkerObserver;

/**
 * What follows when slots gain or lose workers: the cluster's state may change, and once
 * every slot is served there is time for postponed work.
 */
public final class Settling implements WorkerObserver {

	private final Fleet fleet;

	private final Staffing staffing;

	private final ClassTraining training;

	private final StateWatch watch;

	public Settling(Fleet fleet, Staffing staffing, ClassTraining training, StateWatch watch) {
		this.fleet = fleet;
		this.staffing = staffing;
		this.training = training;
		this.watch = watch;
	}

	@Override
	public void serving(WorkerHandle worker) {
		check();
	}

	public void check() {
		this.watch.check();
		Slots slots = this.fleet.slots();
		if (!this.fleet.isRunning() || this.fleet.rollout().isPresent() || !Slots.areServed(slots.serving())) {
			return;
		}
		slots.spare().stream().filter((slot) -> !slot.isRespawning()).forEach(this.staffing::fill);
		if (Slots.areServed(slots.spare())) {
			this.training.serving(this.fleet.generation());
		}
	}

}
