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

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import dev.bootcluster.ClusterException;
import dev.bootcluster.ClusterException.Reason;
import dev.bootcluster.generation.Generations;
import org.jspecify.annotations.Nullable;

/**
 * Begins reloads, one at a time, and does what they decide.
 * <p>
 * Used by the primary's thread only.
 */
final class Reloads implements ReloadActions {

	/**
	 * The slot of a worker that is only tried.
	 */
	private static final int NO_SLOT = 0;

	private final Supervisor supervisor;

	private final WorkerPool pool;

	private final Generations generations;

	private final TaskLoop loop;

	private int generation = 1;

	private int previous;

	private int lastGeneration = 1;

	private int count;

	private @Nullable Reload reload;

	Reloads(Supervisor supervisor, WorkerPool pool, Generations generations, TaskLoop loop) {
		this.supervisor = supervisor;
		this.pool = pool;
		this.generations = generations;
		this.loop = loop;
		pool.events().duringReload(() -> running().map(Reload::id).orElse(0));
	}

	/**
	 * The generation that serves.
	 */
	int generation() {
		return this.generation;
	}

	@Nullable Reload last() {
		return this.reload;
	}

	Optional<Reload> running() {
		return Optional.ofNullable(this.reload).filter(Reload::isRunning);
	}

	/**
	 * Begin a reload to what is on disk now.
	 * @param trial whether to try it with one worker that serves nobody
	 */
	Reload begin(boolean trial) {
		this.supervisor.requireRunning();
		int target = ++this.lastGeneration;
		Reload reload = create(target, trial);
		this.generations.prepare(target).whenComplete((generation, failure) -> this.loop.execute(() -> {
			if (failure == null) {
				reload.proceed(generation.settings().reload());
			}
			else {
				reload.unprepared(Objects.requireNonNullElse(failure.getCause(), failure));
			}
		}));
		return reload;
	}

	/**
	 * Begin to return to the generation before.
	 */
	Reload rollBack() {
		this.supervisor.requireRunning();
		if (this.previous == 0) {
			throw new ClusterException(Reason.CONFLICT,
					"There is no generation before %d to return to".formatted(this.generation));
		}
		Reload reload = create(this.previous, false);
		reload.proceed(this.generations.get(this.previous).settings().reload());
		return reload;
	}

	private Reload create(int target, boolean trial) {
		this.supervisor.interruptTraining("a reload begins");
		// The first one has to prove itself, which takes requests.
		List<Slot> slots = this.supervisor.slots()
			.stream()
			.filter((slot) -> !slot.isStopped())
			.sorted(Comparator.comparing((slot) -> !slot.isRouted()))
			.toList();
		Reload reload = new Reload(++this.count, this.generation, target, trial, slots, this, this.pool.events());
		this.reload = reload;
		return reload;
	}

	void cancel() {
		running().ifPresent(Reload::cancel);
	}

	@Override
	public WorkerHandle start(@Nullable Slot slot, int generation, Duration bootTimeout) {
		return this.pool.spawn((slot != null) ? slot.number() : NO_SLOT, generation,
				(slot != null) ? "a reload brings generation %d".formatted(generation) : "its generation is tried",
				bootTimeout);
	}

	@Override
	public void admit(WorkerHandle worker) {
		this.supervisor.staffing().admit(worker);
	}

	@Override
	public List<WorkerHandle> serving(int generation) {
		return this.pool.workers()
			.stream()
			.filter((worker) -> worker.isReady() && worker.identity().generation() == generation)
			.toList();
	}

	@Override
	public @Nullable WorkerHandle takeOver(Slot slot, WorkerHandle worker, Duration drainTimeout) {
		slot.respawn(null);
		WorkerHandle starting = slot.successor();
		if (starting != null) {
			this.pool.retire(starting, "replaced before it was ready");
		}
		WorkerHandle predecessor = slot.succeed(worker);
		this.supervisor.staffing().admit(worker);
		this.supervisor.crashLoops().prove(slot);
		if (predecessor == null || !predecessor.isAlive()) {
			return null;
		}
		this.pool.retire(predecessor, "replaced by " + worker, drainTimeout, drainTimeout);
		return predecessor;
	}

	@Override
	public void remove(WorkerHandle worker, String because) {
		this.pool.retire(worker, because);
	}

	@Override
	public WorkerHandle restore(Slot slot, int generation) {
		return this.supervisor.staffing().replace(slot, generation);
	}

	@Override
	public void ended(int generation, boolean committed) {
		if (committed) {
			this.previous = this.generation;
			this.generation = generation;
			this.supervisor.slots().all().forEach((slot) -> slot.generation(generation));
		}
		Set<Integer> needed = new TreeSet<>(Set.of(this.generation));
		if (this.previous > 0) {
			needed.add(this.previous);
		}
		this.pool.workers().forEach((worker) -> needed.add(worker.identity().generation()));
		this.generations.retain(needed);
		this.supervisor.stateMayHaveChanged();
		this.supervisor.settled();
	}

	@Override
	public Runnable schedule(Duration delay, Runnable action) {
		return this.loop.schedule(delay, action);
	}

}
