// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.actuate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.bootcluster.BalancingInfo;
import dev.bootcluster.Cluster;
import dev.bootcluster.ClusterEvent;
import dev.bootcluster.ClusterException;
import dev.bootcluster.ClusterInfo;
import dev.bootcluster.ClusterRole;
import dev.bootcluster.ClusterState;
import dev.bootcluster.ClusterTotals;
import dev.bootcluster.LingeringWorker;
import dev.bootcluster.PrimaryInfo;
import dev.bootcluster.ReloadInfo;
import dev.bootcluster.ReloadInfo.Kind;
import dev.bootcluster.ReloadState;
import dev.bootcluster.WorkerInfo;
import dev.bootcluster.WorkerState;
import dev.bootcluster.WorkerTraffic;
import org.jspecify.annotations.Nullable;

/**
 * A cluster that remembers its orders, or refuses them all.
 */
public class FakeCluster implements Cluster {

	public final List<String> orders = new ArrayList<>();

	@Nullable ClusterException refusal;

	public @Nullable ReloadInfo lastReload;

	public List<ClusterEvent> events = List.of();

	public ClusterTotals totals = new ClusterTotals(0, Duration.ZERO, 0, Map.of(), List.of());

	ClusterInfo info = info(ClusterState.STABLE, null, WorkerState.READY, WorkerState.STARTING);

	/**
	 * Refuse everything from now on.
	 */
	public void refuse(ClusterException refusal) {
		this.refusal = refusal;
	}

	/**
	 * Let the cluster have workers in these states.
	 */
	public void info(WorkerState... workers) {
		this.info = info(ClusterState.STABLE, null, workers);
	}

	/**
	 * Let replaced workers live on for their sessions.
	 */
	public void linger(LingeringWorker... workers) {
		this.info = new ClusterInfo(this.info.state(), this.info.reason(), this.info.generation(), this.info.leader(),
				this.info.primary(), this.info.balancing(), this.info.workers(), List.of(workers));
	}

	static ClusterInfo info(ClusterState state, @Nullable String reason, WorkerState... workers) {
		List<WorkerInfo> infos = new ArrayList<>();
		for (WorkerState worker : workers) {
			int slot = infos.size() + 1;
			infos.add(new WorkerInfo(slot, 100 + slot, 3, worker, Duration.ofSeconds(1), 2, 4, 5, 6, null, false, false,
					WorkerTraffic.NONE));
		}
		return new ClusterInfo(state, reason, 3, 1, new PrimaryInfo(99, Duration.ofSeconds(1), 0, 0),
				new BalancingInfo("round-robin", 1.25), infos, List.of());
	}

	public static ReloadInfo reload(int id, ReloadState state) {
		return new ReloadInfo(id, Kind.RELOAD, state, 4, false, List.of(), null, List.of());
	}

	@Override
	public ClusterRole role() {
		return ClusterRole.WORKER;
	}

	@Override
	public ClusterInfo info() {
		order("info");
		return this.info;
	}

	@Override
	public ClusterTotals totals() {
		return this.totals;
	}

	@Override
	public ReloadInfo reload() {
		order("reload");
		return reload(7, ReloadState.RUNNING);
	}

	@Override
	public ReloadInfo dryRun() {
		order("dry run");
		return reload(8, ReloadState.RUNNING);
	}

	@Override
	public ReloadInfo rollBack() {
		order("roll back");
		return reload(9, ReloadState.RUNNING);
	}

	@Override
	public Optional<ReloadInfo> lastReload() {
		return Optional.ofNullable(this.lastReload);
	}

	@Override
	public List<ClusterEvent> events(long after) {
		order("events after " + after);
		return this.events;
	}

	@Override
	public void restart(int slot) {
		order("restart " + slot);
	}

	@Override
	public ReloadInfo restartAll() {
		order("restart all");
		return reload(10, ReloadState.RUNNING);
	}

	@Override
	public void stop(int slot) {
		order("stop " + slot);
	}

	@Override
	public void start(int slot) {
		order("start " + slot);
	}

	@Override
	public void startAll() {
		order("start all");
	}

	@Override
	public void pause(int slot) {
		order("pause " + slot);
	}

	@Override
	public void resume(int slot) {
		order("resume " + slot);
	}

	@Override
	public void scale(String workers) {
		order("scale " + workers);
	}

	@Override
	public void balance(String policy) {
		order("balance " + policy);
	}

	private void order(String order) {
		if (this.refusal != null) {
			throw this.refusal;
		}
		this.orders.add(order);
	}

}
