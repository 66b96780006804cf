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

import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * One slot's change to a new generation: the new worker starts, bakes while the old one
 * serves on, takes over, and the old one drains.
 */
final class Replacement {

	private final @Nullable Slot slot;

	private final WorkerHandle candidate;

	private @Nullable Bake bake;

	private @Nullable Runnable timer;

	private @Nullable WorkerHandle predecessor;

	/**
	 * Create a new replacement.
	 * @param slot the slot, {@code null} for a trial that takes over nothing
	 * @param candidate its new worker
	 */
	Replacement(@Nullable Slot slot, WorkerHandle candidate) {
		this.slot = slot;
		this.candidate = candidate;
	}

	@Nullable Slot slot() {
		return this.slot;
	}

	WorkerHandle candidate() {
		return this.candidate;
	}

	boolean isBaking() {
		return this.bake != null && this.timer != null;
	}

	void bake(Bake bake, Runnable timer) {
		this.bake = bake;
		this.timer = timer;
	}

	Optional<String> complaint() {
		return (this.bake != null) ? this.bake.complaint() : Optional.empty();
	}

	/**
	 * The new worker is no longer on trial.
	 */
	void endBake() {
		if (this.timer != null) {
			this.timer.run();
		}
		this.timer = null;
	}

	/**
	 * The worker that drains since the new one took over.
	 */
	@Nullable WorkerHandle predecessor() {
		return this.predecessor;
	}

	void predecessor(@Nullable WorkerHandle predecessor) {
		this.predecessor = predecessor;
	}

}
