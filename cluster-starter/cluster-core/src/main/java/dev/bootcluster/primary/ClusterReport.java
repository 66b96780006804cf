// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary;

import java.time.Duration;
import java.util.List;

import dev.bootcluster.BalancingInfo;
import dev.bootcluster.ClusterInfo;
import dev.bootcluster.ClusterTotals;
import dev.bootcluster.ClusterTotals.RolloutTotal;
import dev.bootcluster.PrimaryInfo;
import dev.bootcluster.WorkerInfo;
import dev.bootcluster.WorkerState;
import dev.bootcluster.WorkerTraffic;
import dev.bootcluster.handoff.Handoff;
import dev.bootcluster.handoff.HandoffStats;
import dev.bootcluster.handoff.WorkerHandoffs;
import dev.bootcluster.ipc.FromWorker;
import dev.bootcluster.primary.collaboration.Collaboration;
import dev.bootcluster.primary.fleet.Fleet;
import dev.bootcluster.primary.fleet.Slot;
import dev.bootcluster.primary.fleet.WorkerHandle;
import dev.bootcluster.primary.reload.Reloads;
import dev.bootcluster.process.TaskLoop;

/**
 * Describes the cluster's current state. Used on the loop only.
 */
final class ClusterReport {

	private final Fleet fleet;

	private final Collaboration collaboration;

	private final Reloads reloads;

	private final Handoff handoff;

	private final WorkerTotals workers;

	private final TaskLoop loop;

	private final Duration started;

	ClusterReport(Fleet fleet, Reloads reloads, Collaboration collaboration, Handoff handoff, WorkerTotals workers,
			TaskLoop loop) {
		this.fleet = fleet;
		this.reloads = reloads;
		this.collaboration = collaboration;
		this.handoff = handoff;
		this.workers = workers;
		this.loop = loop;
		this.started = loop.now();
	}

	ClusterInfo info() {
		Duration now = this.loop.now();
		HandoffStats stats = this.handoff.stats();
		PrimaryInfo primary = new PrimaryInfo(ProcessHandle.current().pid(), now.minus(this.started), stats.handoffs(),
				stats.pending());
		HandoffShares shares = new HandoffShares(this.handoff.workers());
		BalancingInfo balancing = new BalancingInfo(this.handoff.policy().name(), shares.skew());
		List<WorkerInfo> workers = this.fleet.slots().stream().map((slot) -> worker(slot, shares, now)).toList();
		return new ClusterInfo(this.fleet.state(), this.fleet.trouble().orElse(null), this.fleet.generation(),
				this.collaboration.leader(), primary, balancing, workers, this.reloads.lingering());
	}

	/**
	 * Return what was counted.
	 * @param rollouts how reloads and rolling restarts have ended
	 */
	ClusterTotals totals(List<RolloutTotal> rollouts) {
		HandoffStats stats = this.handoff.stats();
		return new ClusterTotals(stats.handoffs(), Duration.ofNanos(stats.nanos()), stats.refused(),
				this.workers.exits(), rollouts);
	}

	private static WorkerInfo worker(Slot slot, HandoffShares shares, Duration now) {
		WorkerHandle worker = slot.shown();
		if (worker == null) {
			return new WorkerInfo(slot.number(), 0, slot.generation(), WorkerState.EXITED, Duration.ZERO, 0, 0,
					slot.restarts(), 0, slot.lastExit(), slot.isPaused(), slot.isSpare(), WorkerTraffic.NONE);
		}
		FromWorker.Heartbeat heartbeat = worker.heartbeat();
		return new WorkerInfo(slot.number(), worker.process().pid(), worker.identity().generation(), worker.state(),
				worker.uptime(now), heartbeat.connections(), heartbeat.requests(), slot.restarts(), heartbeat.memory(),
				slot.lastExit(), slot.isPaused(), slot.isSpare(),
				traffic(worker.identity().launch(), heartbeat.inFlight(), shares));
	}

	private static WorkerTraffic traffic(long launch, long inFlight, HandoffShares shares) {
		WorkerHandoffs handoffs = shares.of(launch);
		return new WorkerTraffic(inFlight, handoffs.handedOff(), handoffs.refused(), handoffs.migratedIn(),
				handoffs.migratedOut(), shares.share(launch));
	}

}
