// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.supervision;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.bootcluster.ipc.FromPrimary;
import dev.bootcluster.primary.fleet.Fleet;
import dev.bootcluster.primary.fleet.Slot;
import dev.bootcluster.primary.fleet.WorkerHandle;
import dev.bootcluster.primary.fleet.WorkerObserver;
import dev.bootcluster.process.TaskLoop;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Evens out connections that stay open, which no balancer does: after a reload, a crash
 * or a change of the number of workers, some have many and others few.
 */
public final class Rebalancing implements WorkerObserver {

	/**
	 * How long moved connections need to show in the heartbeats of all workers, which are
	 * a second apart.
	 */
	static final Duration PAUSE = Duration.ofMillis(2500);

	private static final Log logger = LogFactory.getLog(Rebalancing.class);

	private final Fleet fleet;

	private final TaskLoop loop;

	private final boolean enabled;

	private final Duration slowStart;

	private final Evening evening = new Evening();

	/**
	 * The launch numbers of workers whose connections are known as they are now.
	 */
	private final Set<Long> known = new HashSet<>();

	private Duration notBefore = Duration.ZERO;

	/**
	 * @param enabled whether connections may move
	 * @param slowStart how long a new worker's share grows, during which it gets only new
	 * connections
	 */
	public Rebalancing(Fleet fleet, TaskLoop loop, boolean enabled, Duration slowStart) {
		this.fleet = fleet;
		this.loop = loop;
		this.enabled = enabled;
		this.slowStart = slowStart;
	}

	/**
	 * Its first heartbeats come before it has connections.
	 */
	@Override
	public void serving(WorkerHandle worker) {
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
		if (!this.enabled || this.loop.now().compareTo(this.notBefore) < 0 || !this.fleet.isSettled()) {
			return;
		}
		this.known.add(worker.identity().launch());
		Map<Integer, WorkerHandle> workers = workers();
		if (!workers.values().stream().allMatch(this::isKnown)) {
			return;
		}
		this.known.clear();
		Map<Integer, Long> connections = new LinkedHashMap<>();
		workers.forEach((slot, serving) -> connections.put(slot, serving.heartbeat().connections()));
		Map<Integer, List<Integer>> moves = this.evening.decide(connections);
		if (!moves.isEmpty()) {
			logger.debug("Connections of slots: %s; to move: %s".formatted(connections, moves));
			workers.forEach((slot, giver) -> {
				List<Integer> targets = moves.get(slot);
				if (targets != null) {
					giver.tell(new FromPrimary.GiveBack(targets));
				}
			});
			pause();
		}
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
