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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import dev.bootcluster.ClusterEventType;
import dev.bootcluster.ClusterException;
import dev.bootcluster.ClusterException.Reason;
import dev.bootcluster.WorkerExit;
import dev.bootcluster.generation.Generations;
import dev.bootcluster.handoff.Handoff;
import org.jspecify.annotations.Nullable;

/**
 * Keeps every slot as it should be: fills it, replaces what died, hands it over from one
 * worker to the next. Used on the loop only.
 */
final class Supervisor implements WorkerPool.Listener {

	/**
	 * When everything ends there is nowhere else for an idle connection to go.
	 */
	private static final Duration IDLE_AT_THE_END = Duration.ofSeconds(1);

	private final TaskLoop loop;

	private final WorkerPool pool;

	private final Handoff handoff;

	private final CrashLoops crashLoops;

	private final Recycling recycling;

	private final SlotOrders orders;

	private final Reloads reloads;

	private final Spares spares;

	private final ClassTraining training;

	private final HangWatch hangs;

	private final StateWatch watch;

	private final Slots slots = new Slots();

	private final CompletableFuture<Void> ended = new CompletableFuture<>();

	private Phase phase = Phase.BOOTING;

	private @Nullable RollingRestart rolling;

	Supervisor(TaskLoop loop, WorkerPool pool, Handoff handoff, Backoff backoff, Generations generations,
			ClassTraining training, HangWatch hangs, int processors) {
		this.loop = loop;
		this.pool = pool;
		this.handoff = handoff;
		this.crashLoops = new CrashLoops(loop, backoff, pool.events(), this::stateMayHaveChanged);
		this.recycling = new Recycling(this, pool, generations, loop, backoff);
		this.training = training;
		this.hangs = hangs;
		this.reloads = new Reloads(this, pool, generations, loop);
		this.spares = new Spares(this, pool, this.slots);
		this.orders = new SlotOrders(this, pool, this.slots, processors);
		this.watch = new StateWatch(pool.events(), () -> ClusterReport.trouble(this.slots.all()));
		pool.listener(this);
	}

	/**
	 * Completes when the last worker is gone, exceptionally if none could start.
	 */
	CompletableFuture<Void> ended() {
		return this.ended;
	}

	Slots slots() {
		return this.slots;
	}

	/**
	 * Start the first workers. Those that only wait come when the others serve.
	 */
	void start(int workers, int spares) {
		for (int number = 1; number <= workers + spares; number++) {
			addSlot(number).spare(number > workers);
		}
		this.slots.serving().forEach(this::fill);
	}

	Slot addSlot(int number) {
		return this.slots.add(number, this.reloads.generation());
	}

	/**
	 * See that a slot that should have a worker has one.
	 */
	void fill(Slot slot) {
		slot.respawn(null);
		if (this.phase != Phase.STOPPING && !slot.isStopped() && slot.isEmpty()) {
			slot.successor(slot.isLooping() ? this.pool.retry(slot.number(), slot.generation(), reasonToFill(slot))
					: this.pool.spawn(slot.number(), slot.generation(), reasonToFill(slot)));
		}
	}

	private static String reasonToFill(Slot slot) {
		WorkerExit exit = slot.lastExit();
		return (exit != null) ? "the one before " + exit.reason() : "its slot has no worker yet";
	}

	@Override
	public void ready(WorkerHandle worker) {
		this.hangs.ready(worker);
		if (this.training.ready(worker)
				|| this.reloads.running().filter((reload) -> reload.ready(worker)).isPresent()) {
			return;
		}
		Slot slot = this.slots.of(worker);
		if (slot == null || slot.successor() != worker) {
			this.pool.retire(worker, "its slot is not its own any more");
			return;
		}
		admit(worker);
		WorkerHandle predecessor = slot.succeed(worker);
		this.crashLoops.prove(slot);
		if (predecessor != null && predecessor.isAlive()) {
			this.recycling.retire(predecessor, worker);
		}
		rolling().ifPresent((restart) -> restart.tookOver(worker, predecessor));
		this.reloads.running().ifPresent((reload) -> reload.restored(slot));
		if (this.phase == Phase.BOOTING) {
			this.phase = Phase.RUNNING;
			this.slots.serving().forEach(this::respawn);
		}
		stateMayHaveChanged();
		settled();
	}

	/**
	 * Once everything serves there is time to make the next start faster.
	 */
	void settled() {
		if (this.phase != Phase.RUNNING || this.reloads.running().isPresent()
				|| !Slots.areServed(this.slots.serving())) {
			return;
		}
		this.spares.start();
		if (Slots.areServed(this.slots.spare())) {
			this.training.serving(this.reloads.generation());
		}
	}

	/**
	 * Something else needs the machine.
	 */
	void interruptTraining(String because) {
		this.training.cancel(because);
	}

	/**
	 * Distribute connections to a worker, unless its slot gets none.
	 */
	void admit(WorkerHandle worker) {
		Slot slot = this.slots.of(worker);
		if (slot == null || slot.isRouted()) {
			this.pool.admit(worker);
		}
	}

	@Override
	public void failing(WorkerHandle worker) {
		Slot slot = this.slots.of(worker);
		if (slot != null && slot.worker() == worker) {
			this.spares.replace(slot);
		}
	}

	@Override
	public void exited(WorkerHandle worker) {
		Slot slot = this.slots.of(worker);
		if (slot != null) {
			exited(slot, worker);
		}
		else {
			this.training.exited(worker);
			this.recycling.exited(null, worker);
			this.reloads.running().ifPresent((reload) -> reload.exited(null, worker));
		}
		stateMayHaveChanged();
		if (this.phase == Phase.STOPPING && this.pool.workers().isEmpty()) {
			this.ended.complete(null);
		}
	}

	private void exited(Slot slot, WorkerHandle worker) {
		slot.lastExit(worker.exit());
		boolean owner = slot.left(worker);
		if (owner && worker.isWanted()) {
			this.crashLoops.died(slot, worker);
			failing(worker);
		}
		this.recycling.exited(slot, worker);
		this.reloads.running().ifPresent((reload) -> reload.exited(slot, worker));
		rolling().ifPresent((restart) -> restart.exited(worker));
		if (!owner) {
			return;
		}
		if (!worker.isWanted()) {
			if (!slot.isRespawning()) {
				fill(slot);
			}
			return;
		}
		if (this.phase == Phase.BOOTING) {
			failIfNoneStarts(worker);
		}
		respawn(slot);
	}

	private void respawn(Slot slot) {
		if (this.phase == Phase.RUNNING && !slot.isStopped() && slot.isEmpty()) {
			slot.restarted();
			slot.respawn(this.loop.schedule(this.crashLoops.delay(slot), () -> fill(slot)));
		}
	}

	/**
	 * A first generation of which nothing starts is a broken application, not a crash.
	 */
	private void failIfNoneStarts(WorkerHandle last) {
		if (this.slots.allMatch(Slot::isEmpty)) {
			this.phase = Phase.STOPPING;
			this.pool.events()
				.info(ClusterEventType.CLUSTER_STOPPING, EventSubject.CLUSTER,
						"Cluster is stopping: no worker could start");
			this.ended.completeExceptionally(new WorkersFailedException(this.slots.serving().size(), last));
		}
	}

	/**
	 * Start a worker that takes a slot over when it is ready.
	 */
	void replace(Slot slot, int generation) {
		slot.respawn(null);
		WorkerHandle starting = slot.successor();
		if (starting != null && starting.identity().generation() == generation) {
			return;
		}
		slot.successor(this.pool.spawn(slot.number(), generation,
				(slot.worker() != null) ? "to replace " + slot.worker() : reasonToFill(slot)));
		if (starting != null) {
			this.pool.retire(starting, "replaced before it was ready");
		}
	}

	/**
	 * Whether every slot that should have a worker is served, and none gets another now.
	 */
	boolean isSettled() {
		return this.phase == Phase.RUNNING && this.reloads.running().isEmpty() && rolling().isEmpty()
				&& this.slots.allMatch((slot) -> slot.isStopped() || (slot.isServed() && slot.successor() == null));
	}

	/**
	 * Whether the first worker has served and the cluster is not about to end.
	 */
	boolean isRunning() {
		return this.phase == Phase.RUNNING;
	}

	/**
	 * The end of crash loops.
	 */
	CrashLoops crashLoops() {
		return this.crashLoops;
	}

	/**
	 * Workers that wait to replace others.
	 */
	Spares spares() {
		return this.spares;
	}

	/**
	 * Replacements of workers that reached a limit.
	 */
	Recycling recycling() {
		return this.recycling;
	}

	/**
	 * Record it if the cluster is degraded now, or not any more. At the end nobody is
	 * missed.
	 */
	void stateMayHaveChanged() {
		if (this.phase != Phase.STOPPING) {
			this.watch.check();
		}
	}

	/**
	 * What happened.
	 */
	EventLog events() {
		return this.pool.events();
	}

	/**
	 * Begin to replace workers by others of their generation.
	 */
	void roll(RollingRestart restart) {
		this.rolling = restart;
		restart.next();
	}

	private Optional<RollingRestart> rolling() {
		return Optional.ofNullable(this.rolling).filter(RollingRestart::isRunning);
	}

	/**
	 * Replacements by another generation.
	 */
	Reloads reloads() {
		return this.reloads;
	}

	/**
	 * What people order slot by slot.
	 */
	SlotOrders orders() {
		return this.orders;
	}

	/**
	 * Drain all workers and end.
	 */
	void shutDown(String because) {
		if (this.phase == Phase.STOPPING) {
			return;
		}
		this.phase = Phase.STOPPING;
		this.pool.events()
			.info(ClusterEventType.CLUSTER_STOPPING, EventSubject.CLUSTER, "Cluster is stopping: " + because);
		this.reloads.cancel();
		this.training.cancel(because);
		this.rolling = null;
		this.slots.all().forEach((slot) -> slot.respawn(null));
		this.pool.workers()
			.forEach((worker) -> this.pool.retire(worker, because, this.pool.drainTimeout(worker), IDLE_AT_THE_END));
		this.handoff.reject();
		if (this.pool.workers().isEmpty()) {
			this.ended.complete(null);
		}
	}

	/**
	 * Refuse an order that does not fit into what the cluster is doing.
	 */
	void requireRunning() {
		if (this.phase == Phase.STOPPING) {
			throw new ClusterException(Reason.UNAVAILABLE, "The cluster shuts down");
		}
		this.reloads.running().ifPresent((reload) -> {
			throw new ClusterException(Reason.CONFLICT, "Reload %d is running".formatted(reload.id()));
		});
		if (rolling().isPresent()) {
			throw new ClusterException(Reason.CONFLICT, "A rolling restart is running");
		}
		if (this.phase == Phase.BOOTING) {
			throw new ClusterException(Reason.CONFLICT, "The cluster is still starting");
		}
	}

	private enum Phase {

		BOOTING, RUNNING, STOPPING

	}

}
