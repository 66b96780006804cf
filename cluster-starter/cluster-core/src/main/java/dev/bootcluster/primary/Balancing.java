// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary;

import java.util.Map;

import dev.bootcluster.BalancingPolicy;
import dev.bootcluster.ClusterEventType;
import dev.bootcluster.ClusterException;
import dev.bootcluster.ClusterException.Reason;
import dev.bootcluster.generation.GenerationSettings;
import dev.bootcluster.generation.Generations;
import dev.bootcluster.handoff.BalancerException;
import dev.bootcluster.handoff.Handoff;
import dev.bootcluster.ipc.FromPrimary;
import dev.bootcluster.primary.fleet.EventSubject;
import dev.bootcluster.primary.fleet.Fleet;
import dev.bootcluster.primary.fleet.WorkerHandle;
import dev.bootcluster.primary.fleet.WorkerObserver;
import dev.bootcluster.primary.fleet.WorkerPool;
import org.jspecify.annotations.Nullable;

/**
 * Changes the balancing policy, on request and when a generation takes over whose
 * configuration has another one than the generation before. Has workers report their load
 * while the policy looks at it, and tells the handoff whether workers are bounded. Used
 * on the loop only.
 */
final class Balancing implements WorkerObserver {

	private final Fleet fleet;

	private final WorkerPool pool;

	private final Generations generations;

	private final Handoff handoff;

	private int generation;

	private @Nullable GenerationSettings configured;

	Balancing(Fleet fleet, WorkerPool pool, Generations generations, Handoff handoff) {
		this.fleet = fleet;
		this.pool = pool;
		this.generations = generations;
		this.handoff = handoff;
	}

	/**
	 * Change the policy because somebody wants it.
	 * @param text the policy, written as in {@code cluster.balancing}
	 */
	void order(String text) {
		BalancingPolicy policy;
		try {
			policy = BalancingPolicy.of(text);
		}
		catch (IllegalArgumentException ex) {
			throw invalid(text, ex);
		}
		BalancingPolicy now = this.handoff.policy();
		if (now.isSticky() != policy.isSticky()) {
			throw new ClusterException(Reason.CONFLICT,
					("Balancing cannot change from %s to %s without new workers, because sessions have to say which "
							+ "worker has them; set cluster.balancing and reload")
						.formatted(now, policy));
		}
		if (!policy.equals(now)) {
			change(policy, this.generations.get(this.fleet.generation()).settings().weights(), "on request");
		}
	}

	/**
	 * Check whether workers of a generation would get their connections as they expect:
	 * with {@code shared} they accept for themselves, and with {@code sticky} their
	 * sessions say which worker has them, whatever policy is in force.
	 * @throws ClusterException if not
	 */
	void check(GenerationSettings settings) {
		BalancingPolicy policy = settings.balancing();
		BalancingPolicy now = this.generations.get(this.fleet.generation()).settings().balancing();
		requireSameAcceptance(now, policy);
		if (now.isSticky() != policy.isSticky()) {
			try {
				this.handoff.tryOut(policy);
			}
			catch (BalancerException ex) {
				throw invalid(policy, ex);
			}
		}
	}

	private static void requireSameAcceptance(BalancingPolicy before, BalancingPolicy policy) {
		if (before.isShared() != policy.isShared()) {
			throw new ClusterException(Reason.CONFLICT,
					("Balancing cannot change from %s to %s while the cluster runs, because with shared workers accept "
							+ "for themselves; set cluster.balancing and restart the cluster")
						.formatted(before, policy));
		}
	}

	private static ClusterException invalid(Object policy, Exception why) {
		return new ClusterException(Reason.INVALID, "policy '%s' %s".formatted(policy, why.getMessage()));
	}

	private void change(BalancingPolicy policy, Map<Integer, Integer> weights, String because) {
		BalancingPolicy before = this.handoff.policy();
		requireSameAcceptance(before, policy);
		boolean reported = this.handoff.needsLoad();
		try {
			this.handoff.balance(policy, weights);
		}
		catch (BalancerException ex) {
			throw invalid(policy, ex);
		}
		if (this.handoff.needsLoad() != reported) {
			this.pool.workers().forEach((worker) -> worker.tell(new FromPrimary.ReportLoad(!reported)));
		}
		this.pool.events()
			.info(ClusterEventType.BALANCING_CHANGED, EventSubject.CLUSTER,
					before.equals(policy) ? "Balancing has other weights %s".formatted(because)
							: "Balancing changed from %s to %s %s".formatted(before, policy, because));
	}

	@Override
	public void ready(WorkerHandle worker) {
		if (this.handoff.needsLoad()) {
			worker.tell(new FromPrimary.ReportLoad(true));
		}
		follow();
	}

	/**
	 * The serving generation may have changed.
	 */
	@Override
	public void heartbeat(WorkerHandle worker) {
		follow();
	}

	/**
	 * A policy that was set on request stays until the configuration changes.
	 */
	private void follow() {
		int generation = this.fleet.generation();
		if (generation == this.generation) {
			return;
		}
		GenerationSettings before = this.configured;
		GenerationSettings settings = this.generations.get(generation).settings();
		this.generation = generation;
		this.configured = settings;
		this.handoff.bounded(settings.bounded());
		if (before != null) {
			BalancingPolicy now = this.handoff.policy();
			BalancingPolicy wanted = settings.balancing().equals(before.balancing()) ? now : settings.balancing();
			boolean reweighted = wanted.equals(BalancingPolicy.WEIGHTED)
					&& !settings.weights().equals(before.weights());
			if (!wanted.equals(now) || reweighted) {
				follow(wanted, settings.weights());
			}
		}
	}

	private void follow(BalancingPolicy policy, Map<Integer, Integer> weights) {
		try {
			change(policy, weights, "with generation " + this.generation);
		}
		catch (ClusterException ex) {
			this.pool.events()
				.warn(ClusterEventType.BALANCING_NOT_CHANGED, EventSubject.CLUSTER,
						"Balancing stays %s, although the configuration of generation %d has another: %s"
							.formatted(this.handoff.policy(), this.generation, ex.getMessage()));
		}
	}

}
