// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.actuate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

import dev.bootcluster.Cluster;
import dev.bootcluster.ClusterException;
import dev.bootcluster.ClusterInfo;
import dev.bootcluster.SharedStateInfo;
import dev.bootcluster.WorkerInfo;
import dev.bootcluster.WorkerState;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * The cluster's health: up while at least one worker is ready. One indicator with details
 * rather than one per worker, because a composite that is down for one worker would take
 * the whole host out of a load balancer.
 */
public class ClusterHealthIndicator extends AbstractHealthIndicator {

	private final Cluster cluster;

	private final Supplier<@Nullable SharedStateInfo> sharedState;

	/**
	 * Create a new indicator without shared state.
	 * @param cluster the cluster
	 */
	public ClusterHealthIndicator(Cluster cluster) {
		this(cluster, () -> null);
	}

	/**
	 * Create a new indicator. Trouble with shared state is only a detail: the cluster
	 * still serves requests that need none, and a status of down would make a load
	 * balancer stop sending them.
	 * @param cluster the cluster
	 * @param sharedState the state of sessions and caches, {@code null} if unknown
	 */
	public ClusterHealthIndicator(Cluster cluster, Supplier<@Nullable SharedStateInfo> sharedState) {
		super("The cluster's health cannot be determined");
		this.cluster = cluster;
		this.sharedState = sharedState;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		try {
			report(builder, this.cluster.info());
		}
		catch (ClusterException ex) {
			// A worker that can answer this request is serving.
			builder.up().withDetail("primary", String.valueOf(ex.getMessage()));
		}
		SharedStateInfo sharedState = this.sharedState.get();
		if (sharedState != null) {
			builder.withDetail("sharedState", details(sharedState));
		}
	}

	private static Map<String, Object> details(SharedStateInfo sharedState) {
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("status", sharedState.status());
		details.put("since", sharedState.since());
		if (!sharedState.reason().isEmpty()) {
			details.put("reason", sharedState.reason());
		}
		return details;
	}

	private static void report(Health.Builder builder, ClusterInfo cluster) {
		if (cluster.workers().stream().anyMatch((worker) -> worker.state() == WorkerState.READY && !worker.spare())) {
			builder.up();
		}
		else {
			builder.outOfService();
		}
		builder.withDetail("state", cluster.state()).withDetail("generation", cluster.generation());
		if (cluster.reason() != null) {
			builder.withDetail("reason", cluster.reason());
		}
		builder.withDetail("workers", workers(cluster));
	}

	private static Map<String, Object> workers(ClusterInfo cluster) {
		Map<String, Object> workers = new LinkedHashMap<>();
		for (WorkerInfo worker : cluster.workers()) {
			workers.put(Integer.toString(worker.slot()), Map.of("state", worker.state(), "pid", worker.pid(),
					"generation", worker.generation(), "restarts", worker.restarts(), "spare", worker.spare()));
		}
		return workers;
	}

}
