// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.supervision;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;

import dev.bootcluster.ClusterEventType;
import dev.bootcluster.ipc.FromPrimary;
import dev.bootcluster.primary.fleet.EventLog;
import dev.bootcluster.primary.fleet.Fleet;
import dev.bootcluster.primary.fleet.Slot;
import dev.bootcluster.primary.fleet.WorkerHandle;
import dev.bootcluster.primary.fleet.WorkerObserver;
import dev.bootcluster.process.TaskLoop;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Moves connections that stay open, which no balancer does: after a reload, a crash or a
 * change of the number of workers, some have many and others few, and a worker may have
 * no more than the others and yet more than it can cope with.
 */
public final class Rebalancing implements WorkerObserver {

	/**
	 * How long moved connections need to show in the heartbeats of all workers, which are
	 * a second apart.
	 */
	static final Duration PAUSE = Duration.ofMillis(2500);

	/**
	 * While a JVM is cold, everything takes longer.
	 */
	static final Duration COLD = Duration.ofSeconds(30);

	private static final Log logger = LogFactory.getLog(Rebalancing.class);

	private final Fleet fleet;

	private final TaskLoop loop;

	private final BooleanSupplier enabled;

	private final boolean byLoad;

	private final Duration slowStart;

	private final EventLog events;

	private final Evening evening = new Evening();

	private final Overload overload = new Overload();

	/**
	 * The launch numbers of workers whose connections are known as they are now.
	 */
	private final Set<Long> known = new HashSet<>();

	private Duration notBefore = Duration.ZERO;

	/**
	 * @param enabled says whether connections may move now
	 * @param byLoad whether overloaded workers give connections away
	 * @param slowStart how long a new worker's share grows, during which it gets only new
	 * connections
	 */
	public Rebalancing(Fleet fleet, TaskLoop loop, BooleanSupplier enabled, boolean byLoad, Duration slowStart,
			EventLog events) {
		this.fleet = fleet;
		this.loop = loop;
		this.enabled = enabled;
		this.byLoad = byLoad;
		this.slowStart = slowStart;
		this.events = events;
	}

	/**
	 * Its first heartbeats come before it has connections.
	 */
	@Override
	public void serving(WorkerHandle worker) {
		this.overload.forget(worker.identity().slot());
		pause();
	}

	/**
	 * Its connections are gone or on their way to the others.
	 */
	@Override
	public void draining(WorkerHandle worker) {
		pause();
	}

	@Override
	public void heartbeat(WorkerHandle worker) {
		if (!this.enabled.getAsBoolean() || !this.fleet.isSettled()) {
			this.overload.interrupt();
			return;
		}
		Map<Integer, WorkerHandle> workers = workers();
		Map<Integer, Burden> burdens = new LinkedHashMap<>();
		workers.forEach((slot, serving) -> burdens.put(slot, Burden.of(serving.heartbeat())));
		if (this.byLoad && workers.containsValue(worker)) {
			judge(worker, burdens);
		}
		if (this.loop.now().compareTo(this.notBefore) < 0) {
			return;
		}
		this.known.add(worker.identity().launch());
		if (workers.values().stream().allMatch(this::isKnown)) {
			this.known.clear();
			if (!relieve(workers, burdens)) {
				even(workers, burdens);
			}
		}
	}

	private void judge(WorkerHandle worker, Map<Integer, Burden> burdens) {
		Duration now = this.loop.now();
		boolean warm = worker.served(now).compareTo(COLD) >= 0;
		if (warm && this.overload.report(worker.identity().slot(), burdens, now)) {
			worker.tell(new FromPrimary.GiveBack(List.of(), true));
			this.events.info(ClusterEventType.WORKER_RECOVERED, worker,
					"is no slower than the others any more: it may have as many connections as they have");
		}
	}

	/**
	 * Let overloaded workers give connections away.
	 * @return whether there are any
	 */
	private boolean relieve(Map<Integer, WorkerHandle> workers, Map<Integer, Burden> burdens) {
		Map<Integer, Overload.Relief> reliefs = this.overload.decide(burdens, this.loop.now());
		Map<Integer, List<Integer>> moves = new LinkedHashMap<>();
		reliefs.forEach((slot, relief) -> {
			WorkerHandle giver = Objects.requireNonNull(workers.get(slot));
			String what = "is overloaded and is to give up to %d of its %d connections to slots %s: %s".formatted(
					relief.targets().size(), giver.heartbeat().connections(), new TreeSet<>(relief.targets()),
					relief.because());
			if (relief.first()) {
				this.events.warn(ClusterEventType.WORKER_OVERLOADED, giver, what);
			}
			else {
				logger.debug("%s still %s".formatted(giver, what));
			}
			moves.put(slot, relief.targets());
		});
		move(workers, moves, true);
		return !moves.isEmpty();
	}

	/**
	 * One that has given connections away gets them back when it has recovered.
	 */
	private void even(Map<Integer, WorkerHandle> workers, Map<Integer, Burden> burdens) {
		Map<Integer, Long> connections = new LinkedHashMap<>();
		burdens.forEach((slot, burden) -> {
			if (!this.overload.isHeld(slot)) {
				connections.put(slot, burden.connections());
			}
		});
		Map<Integer, List<Integer>> moves = this.evening.decide(connections);
		if (!moves.isEmpty()) {
			logger.debug("Connections of slots: %s; to move: %s".formatted(connections, moves));
			move(workers, moves, false);
		}
	}

	private void move(Map<Integer, WorkerHandle> workers, Map<Integer, List<Integer>> moves, boolean active) {
		if (moves.isEmpty()) {
			return;
		}
		workers.forEach((slot, giver) -> {
			List<Integer> targets = moves.get(slot);
			if (targets != null) {
				giver.tell(new FromPrimary.GiveBack(targets, active));
			}
		});
		pause();
	}

	private Map<Integer, WorkerHandle> workers() {
		Map<Integer, WorkerHandle> workers = new LinkedHashMap<>();
		for (Slot slot : this.fleet.slots().serving()) {
			WorkerHandle worker = slot.worker();
			if (worker != null && worker.isReady() && worker.isWanted() && slot.isRouted()) {
				workers.put(slot.number(), worker);
			}
		}
		return workers;
	}

	private boolean isKnown(WorkerHandle worker) {
		return this.known.contains(worker.identity().launch())
				&& worker.served(this.loop.now()).compareTo(this.slowStart) >= 0;
	}

	private void pause() {
		this.notBefore = this.loop.now().plus(PAUSE);
		this.known.clear();
	}

}
