// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import dev.bootcluster.Cluster;
import dev.bootcluster.ClusterEvent;
import dev.bootcluster.ClusterInfo;
import dev.bootcluster.ClusterTotals;
import dev.bootcluster.ReloadInfo;
import org.jspecify.annotations.Nullable;

/**
 * A question about the cluster or an order to it.
 *
 * @param <R> the type of its answer, {@link Void} if there is none
 */
public sealed interface ClusterRequest<R> extends Request<R> {

	/**
	 * Perform the request.
	 * @param cluster answers the request
	 * @return the answer, {@code null} if there is none
	 * @throws dev.bootcluster.ClusterException if it is refused
	 */
	@Nullable R perform(Cluster cluster);

	/**
	 * The cluster's state.
	 */
	record Info() implements ClusterRequest<ClusterInfo> {

		@Override
		public Class<ClusterInfo> answer() {
			return ClusterInfo.class;
		}

		@Override
		public ClusterInfo perform(Cluster cluster) {
			return cluster.info();
		}

	}

	/**
	 * What the primary has counted.
	 */
	record Totals() implements ClusterRequest<ClusterTotals> {

		@Override
		public Class<ClusterTotals> answer() {
			return ClusterTotals.class;
		}

		@Override
		public ClusterTotals perform(Cluster cluster) {
			return cluster.totals();
		}

	}

	/**
	 * Begin a reload.
	 *
	 * @param dryRun whether it is only a trial
	 */
	record Reload(boolean dryRun) implements ClusterRequest<ReloadInfo> {

		@Override
		public Class<ReloadInfo> answer() {
			return ReloadInfo.class;
		}

		@Override
		public ReloadInfo perform(Cluster cluster) {
			return this.dryRun ? cluster.dryRun() : cluster.reload();
		}

	}

	/**
	 * Begin to return to the previous generation.
	 */
	record RollBack() implements ClusterRequest<ReloadInfo> {

		@Override
		public Class<ReloadInfo> answer() {
			return ReloadInfo.class;
		}

		@Override
		public ReloadInfo perform(Cluster cluster) {
			return cluster.rollBack();
		}

	}

	/**
	 * The current or last reload, if there is one.
	 */
	record LastReload() implements ClusterRequest<ReloadInfo> {

		@Override
		public Class<ReloadInfo> answer() {
			return ReloadInfo.class;
		}

		@Override
		public @Nullable ReloadInfo perform(Cluster cluster) {
			return cluster.lastReload().orElse(null);
		}

	}

	/**
	 * The events after a given one.
	 *
	 * @param after the id of the event, 0 for all
	 */
	record Events(long after) implements ClusterRequest<ClusterEvent[]> {

		@Override
		public Class<ClusterEvent[]> answer() {
			return ClusterEvent[].class;
		}

		@Override
		public ClusterEvent[] perform(Cluster cluster) {
			return cluster.events(this.after).toArray(ClusterEvent[]::new);
		}

	}

	/**
	 * Restart a slot.
	 *
	 * @param slot the slot
	 */
	record Restart(int slot) implements ClusterRequest<Void> {

		@Override
		public Class<Void> answer() {
			return Void.class;
		}

		@Override
		public @Nullable Void perform(Cluster cluster) {
			cluster.restart(this.slot);
			return null;
		}

	}

	/**
	 * Restart all slots, one at a time.
	 */
	record RestartAll() implements ClusterRequest<ReloadInfo> {

		@Override
		public Class<ReloadInfo> answer() {
			return ReloadInfo.class;
		}

		@Override
		public ReloadInfo perform(Cluster cluster) {
			return cluster.restartAll();
		}

	}

	/**
	 * Stop a slot.
	 *
	 * @param slot the slot
	 */
	record Stop(int slot) implements ClusterRequest<Void> {

		@Override
		public Class<Void> answer() {
			return Void.class;
		}

		@Override
		public @Nullable Void perform(Cluster cluster) {
			cluster.stop(this.slot);
			return null;
		}

	}

	/**
	 * Start a slot.
	 *
	 * @param slot the slot
	 */
	record Start(int slot) implements ClusterRequest<Void> {

		@Override
		public Class<Void> answer() {
			return Void.class;
		}

		@Override
		public @Nullable Void perform(Cluster cluster) {
			cluster.start(this.slot);
			return null;
		}

	}

	/**
	 * Start all stopped slots.
	 */
	record StartAll() implements ClusterRequest<Void> {

		@Override
		public Class<Void> answer() {
			return Void.class;
		}

		@Override
		public @Nullable Void perform(Cluster cluster) {
			cluster.startAll();
			return null;
		}

	}

	/**
	 * Distribute no more connections to a slot.
	 *
	 * @param slot the slot
	 */
	record Pause(int slot) implements ClusterRequest<Void> {

		@Override
		public Class<Void> answer() {
			return Void.class;
		}

		@Override
		public @Nullable Void perform(Cluster cluster) {
			cluster.pause(this.slot);
			return null;
		}

	}

	/**
	 * Distribute connections to a slot again.
	 *
	 * @param slot the slot
	 */
	record Resume(int slot) implements ClusterRequest<Void> {

		@Override
		public Class<Void> answer() {
			return Void.class;
		}

		@Override
		public @Nullable Void perform(Cluster cluster) {
			cluster.resume(this.slot);
			return null;
		}

	}

	/**
	 * Change the balancing policy.
	 *
	 * @param policy the policy, written as in {@code cluster.balancing}
	 */
	record Balance(String policy) implements ClusterRequest<Void> {

		@Override
		public Class<Void> answer() {
			return Void.class;
		}

		@Override
		public @Nullable Void perform(Cluster cluster) {
			cluster.balance(this.policy);
			return null;
		}

	}

	/**
	 * Change the number of slots.
	 *
	 * @param workers the number, written as in {@code cluster.workers}
	 */
	record Scale(String workers) implements ClusterRequest<Void> {

		@Override
		public Class<Void> answer() {
			return Void.class;
		}

		@Override
		public @Nullable Void perform(Cluster cluster) {
			cluster.scale(this.workers);
			return null;
		}

	}

}
