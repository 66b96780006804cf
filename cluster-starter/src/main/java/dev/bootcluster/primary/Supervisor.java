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
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

import dev.bootcluster.ClusterException;
import dev.bootcluster.ClusterException.Reason;
import dev.bootcluster.handoff.Handoff;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Keeps every slot as it should be: fills it, replaces what died, hands it over from one
 * worker to the next. Used on the loop only.
 */
final class Supervisor implements WorkerPool.Listener, Reload.Actions {

	private static final Log logger = LogFactory.getLog(Supervisor.class);

	/**
	 * A worker that served this long and then dies does not count as failing in a row.
	 */
	private static final Duration STABLE = Duration.ofSeconds(10);

	/**
	 * When everything ends there is nowhere else for an idle connection to go.
	 */
	private static final Duration IDLE_AT_THE_END = Duration.ofSeconds(1);

	private final TaskLoop loop;

	private final WorkerPool pool;

	private final Handoff handoff;

	private final Backoff backoff;

	private final SlotOrders orders;

	private final TreeMap<Integer, Slot> slots = new TreeMap<>();

	private final CompletableFuture<Void> ended = new CompletableFuture<>();

	private Phase phase = Phase.BOOTING;

	private int generation = 1;

	private int lastGeneration = 1;

	private int reloads;

	private @Nullable Reload reload;

	Supervisor(TaskLoop loop, WorkerPool pool, Handoff handoff, Backoff backoff, int processors) {
		this.loop = loop;
		this.pool = pool;
		this.handoff = handoff;
		this.backoff = backoff;
		this.orders = new SlotOrders(this, pool, this.slots, processors);
		pool.listener(this);
	}

	/**
	 * Completes when the last worker is gone, exceptionally if none could start.
	 */
	CompletableFuture<Void> ended() {
		return this.ended;
	}

	Collection<Slot> slots() {
		return this.slots.values();
	}

	int generation() {
		return this.generation;
	}

	@Nullable Reload lastReload() {
		return this.reload;
	}

	void start(int workers) {
		for (int number = 1; number <= workers; number++) {
			fill(addSlot(number));
		}
	}

	Slot addSlot(int number) {
		Slot slot = new Slot(number, this.generation);
		this.slots.put(number, slot);
		return slot;
	}

	/**
	 * See that a slot that should have a worker has one.
	 */
	void fill(Slot slot) {
		slot.respawn(null);
		if (this.phase != Phase.STOPPING && !slot.isStopped() && slot.isEmpty()) {
			slot.successor(this.pool.spawn(slot.number(), slot.generation()));
		}
	}

	@Override
	public void ready(WorkerHandle worker) {
		Slot slot = this.slots.get(worker.identity().slot());
		if (slot == null || slot.successor() != worker) {
			this.pool.retire(worker, "its slot is not its own any more");
			return;
		}
		WorkerHandle predecessor = slot.succeed(worker);
		if (predecessor != null && predecessor.isAlive()) {
			this.pool.retire(predecessor, "replaced by " + worker);
		}
		reload().ifPresent((reload) -> reload.succeeded(slot, predecessor));
		if (this.phase == Phase.BOOTING) {
			this.phase = Phase.RUNNING;
			this.slots.values().stream().filter(Slot::isEmpty).forEach(this::respawn);
		}
	}

	@Override
	public void exited(WorkerHandle worker) {
		Slot slot = this.slots.get(worker.identity().slot());
		if (slot != null) {
			exited(slot, worker);
		}
		if (this.phase == Phase.STOPPING && this.pool.workers().isEmpty()) {
			this.ended.complete(null);
		}
	}

	private void exited(Slot slot, WorkerHandle worker) {
		slot.lastExit(worker.exit());
		boolean successor = slot.successor() == worker;
		if (successor) {
			slot.successor(null);
		}
		else if (slot.worker() != worker) {
			reload().ifPresent((reload) -> reload.gone(worker));
			return;
		}
		if (!worker.isWanted()) {
			if (successor) {
				reload().ifPresent((reload) -> reload.failed(slot, worker));
			}
			fill(slot);
			return;
		}
		slot.failed(worker.served(this.loop.now()).compareTo(STABLE) < 0);
		reload().ifPresent((reload) -> reload.failed(slot, worker));
		if (this.phase == Phase.BOOTING) {
			failIfNoneStarts(worker);
		}
		respawn(slot);
	}

	private Optional<Reload> reload() {
		return Optional.ofNullable(this.reload).filter(Reload::isRunning);
	}

	private void respawn(Slot slot) {
		if (this.phase == Phase.RUNNING && !slot.isStopped() && slot.isEmpty()) {
			Duration delay = this.backoff.delay(slot.failures());
			if (!delay.isZero()) {
				logger.warn("Slot %d failed %d times in a row, next worker in %s".formatted(slot.number(),
						slot.failures(), Durations.text(delay)));
			}
			slot.restarted();
			slot.respawn(this.loop.schedule(delay, () -> fill(slot)));
		}
	}

	/**
	 * A first generation of which nothing starts is a broken application, not a crash.
	 */
	private void failIfNoneStarts(WorkerHandle last) {
		if (this.slots.values().stream().allMatch(Slot::isEmpty)) {
			this.phase = Phase.STOPPING;
			this.ended.completeExceptionally(new WorkersFailedException(this.slots.size(), last));
		}
	}

	/**
	 * Begin a reload.
	 */
	Reload beginReload() {
		requireRunning();
		List<Slot> running = this.slots.values().stream().filter((slot) -> !slot.isStopped()).toList();
		this.reload = new Reload(++this.reloads, this.generation, ++this.lastGeneration, running, this);
		this.reload.begin();
		return this.reload;
	}

	@Override
	public void replace(Slot slot, int generation) {
		slot.respawn(null);
		WorkerHandle starting = slot.successor();
		if (starting != null && starting.identity().generation() == generation) {
			return;
		}
		slot.successor(this.pool.spawn(slot.number(), generation));
		if (starting != null) {
			this.pool.retire(starting, "replaced before it was ready");
		}
	}

	@Override
	public void abandon(Slot slot) {
		WorkerHandle starting = slot.successor();
		slot.successor(null);
		if (starting != null) {
			this.pool.retire(starting, "the reload is rolled back");
		}
		fill(slot);
	}

	@Override
	public void commit(int generation) {
		this.generation = generation;
		this.slots.values().forEach((slot) -> slot.generation(generation));
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
		if (this.reload != null) {
			this.reload.cancel();
		}
		this.slots.values().forEach((slot) -> slot.respawn(null));
		this.pool.workers().forEach((worker) -> this.pool.retire(worker, because, IDLE_AT_THE_END));
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
		if (this.reload != null && this.reload.isRunning()) {
			throw new ClusterException(Reason.CONFLICT, "Reload %d is running".formatted(this.reload.id()));
		}
		if (this.phase == Phase.BOOTING) {
			throw new ClusterException(Reason.CONFLICT, "The cluster is still starting");
		}
	}

	private enum Phase {

		BOOTING, RUNNING, STOPPING

	}

}
