// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary;

import java.util.List;
import java.util.Optional;

import dev.bootcluster.Cluster;
import dev.bootcluster.ClusterEvent;
import dev.bootcluster.ClusterInfo;
import dev.bootcluster.ClusterRole;
import dev.bootcluster.ClusterTotals;
import dev.bootcluster.ReloadInfo;
import dev.bootcluster.primary.fleet.EventLog;
import dev.bootcluster.primary.reload.Reloads;

/**
 * The cluster itself: answers all questions and carries out all orders. Used on the loop
 * only.
 */
final class LoopCluster implements Cluster {

	private final ClusterReport report;

	private final Reloads reloads;

	private final SlotOrders orders;

	private final Balancing balancing;

	private final EventLog events;

	LoopCluster(ClusterReport report, Reloads reloads, SlotOrders orders, Balancing balancing, EventLog events) {
		this.report = report;
		this.reloads = reloads;
		this.orders = orders;
		this.balancing = balancing;
		this.events = events;
	}

	@Override
	public ClusterRole role() {
		return ClusterRole.PRIMARY;
	}

	@Override
	public ClusterInfo info() {
		return this.report.info();
	}

	@Override
	public ClusterTotals totals() {
		return this.report.totals(this.reloads.totals());
	}

	@Override
	public ReloadInfo reload() {
		return this.reloads.begin(false);
	}

	@Override
	public ReloadInfo dryRun() {
		return this.reloads.begin(true);
	}

	@Override
	public ReloadInfo rollBack() {
		return this.reloads.rollBack();
	}

	@Override
	public Optional<ReloadInfo> lastReload() {
		return this.reloads.last();
	}

	@Override
	public List<ClusterEvent> events(long after) {
		return this.events.after(after);
	}

	@Override
	public void restart(int slot) {
		this.orders.restart(slot);
	}

	@Override
	public ReloadInfo restartAll() {
		return this.reloads.restart();
	}

	@Override
	public void stop(int slot) {
		this.orders.stop(slot);
	}

	@Override
	public void start(int slot) {
		this.orders.start(slot);
	}

	@Override
	public void startAll() {
		this.orders.startAll();
	}

	@Override
	public void pause(int slot) {
		this.orders.pause(slot);
	}

	@Override
	public void resume(int slot) {
		this.orders.resume(slot);
	}

	@Override
	public void scale(String workers) {
		this.orders.scale(workers);
	}

	@Override
	public void balance(String policy) {
		this.balancing.order(policy);
	}

}
