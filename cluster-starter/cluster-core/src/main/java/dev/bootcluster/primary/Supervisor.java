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
import java.util.concurrent.CompletableFuture;

import dev.bootcluster.ClusterEventType;
import dev.bootcluster.ClusterException;
import dev.bootcluster.ClusterException.Reason;
import dev.bootcluster.generation.Generations;
import dev.bootcluster.handoff.Handoff;

/**
 * Keeps every slot as it should be: hears what becomes of workers and says what follows
 * from it. Used on the loop only.
 */
final class Supervisor implements WorkerPool.Listener {

	/**
	 * When everything ends there is nowhere else for an idle connection to go.
	 */
	private static final Duration IDLE_AT_THE_END = Duration.ofSeconds(1);

	private final WorkerPool pool;

	private final Handoff handoff;

	private final CrashLoops crashLoops;

	private final Staffing staffing;

	private final Recycling recycling;

	private final SlotOrders orders;

	private final Reloads reloads;

	private final Spares spares;

	private final ClassTraining training;

	private final HangWatch hangs;

	private final StateWatch watch;

	private final Collaboration collaboration;

	private final Slots slots = new Slots();

	private final CompletableFuture<Void> ended = new CompletableFuture<>();

	private Phase phase = Phase.BOOTING;

	Supervisor(TaskLoop loop, WorkerPool pool, Handoff handoff, Backoff backoff, Generations generations,
			ClassTraining training, HangWatch hangs, int processors) {
		this.pool = pool;
		this.handoff = handoff;
		this.crashLoops = new CrashLoops(loop, backoff, pool.events(), this::stateMayHaveChanged);
		this.staffing = new Staffing(this.slots, pool, loop, this.crashLoops, () -> this.phase);
		this.recycling = new Recycling(this, pool, generations, loop, backoff);
		this.training = training;
		this.hangs = hangs;
		this.reloads = new Reloads(this, pool, generations, loop);
		this.spares = new Spares(this, pool, this.slots);
		this.orders = new SlotOrders(this, pool, this.slots, processors);
		this.watch = new StateWatch(pool.events(), () -> ClusterReport.trouble(this.slots.all()));
		this.collaboration = new Collaboration(pool, this.slots, loop);
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
		this.slots.serving().forEach(this.staffing::fill);
	}

	Slot addSlot(int number) {
		return this.slots.add(number, this.reloads.generation());
	}

	@Override
	public void ready(WorkerHandle worker) {
		this.hangs.ready(worker);
		this.collaboration.joined(worker);
		if (this.training.ready(worker)
				|| this.reloads.running().filter((reload) -> reload.ready(worker)).isPresent()) {
			return;
		}
		Slot slot = this.slots.of(worker);
		if (slot == null || slot.successor() != worker) {
			this.pool.retire(worker, "its slot is not its own any more");
			return;
		}
		this.staffing.admit(worker);
		WorkerHandle predecessor = slot.succeed(worker);
		this.crashLoops.prove(slot);
		if (predecessor != null && predecessor.isAlive()) {
			this.recycling.retire(predecessor, worker);
		}
		this.reloads.running().ifPresent((reload) -> reload.restored(slot));
		if (this.phase == Phase.BOOTING) {
			this.phase = Phase.RUNNING;
			this.slots.serving().forEach(this.staffing::respawn);
		}
		this.collaboration.staffChanged();
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

	@Override
	public void failing(WorkerHandle worker) {
		Slot slot = this.slots.of(worker);
		if (slot != null && slot.worker() == worker) {
			this.spares.replace(slot);
		}
	}

	@Override
	public void draining(WorkerHandle worker) {
		this.collaboration.staffChanged();
	}

	@Override
	public void disconnected(WorkerHandle worker) {
		this.collaboration.gone(worker);
	}

	@Override
	public void exited(WorkerHandle worker) {
		this.collaboration.gone(worker);
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
		if (owner && worker.isWanted() && !slot.isServed()) {
			this.crashLoops.died(slot, worker);
			failing(worker);
		}
		this.recycling.exited(slot, worker);
		this.reloads.running().ifPresent((reload) -> reload.exited(slot, worker));
		if (!owner) {
			return;
		}
		if (!worker.isWanted()) {
			if (!slot.isRespawning()) {
				this.staffing.fill(slot);
			}
			return;
		}
		if (this.phase == Phase.BOOTING) {
			failIfNoneStarts(worker);
		}
		this.staffing.respawn(slot);
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
	 * Whether every slot that should have a worker is served, and none gets another now.
	 */
	boolean isSettled() {
		return this.phase == Phase.RUNNING && this.reloads.running().isEmpty()
				&& this.slots.allMatch((slot) -> slot.isStopped() || (slot.isServed() && slot.successor() == null));
	}

	/**
	 * Whether the first worker has served and the cluster is not about to end.
	 */
	boolean isRunning() {
		return this.phase == Phase.RUNNING;
	}

	/**
	 * How slots get workers.
	 */
	Staffing staffing() {
		return this.staffing;
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
	 * Replacements by another generation.
	 */
	Reloads reloads() {
		return this.reloads;
	}

	/**
	 * What workers do together.
	 */
	Collaboration collaboration() {
		return this.collaboration;
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
			throw new ClusterException(Reason.CONFLICT, reload + " is running");
		});
		if (this.phase == Phase.BOOTING) {
			throw new ClusterException(Reason.CONFLICT, "The cluster is still starting");
		}
	}

}
