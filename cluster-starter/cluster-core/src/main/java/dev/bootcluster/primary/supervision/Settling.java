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

package dev.bootcluster.primary.supervision;

import dev.bootcluster.primary.fleet.WorkerHandle;
import dev.bootcluster.primary.fleet.Slots;
import dev.bootcluster.primary.fleet.Fleet;
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
