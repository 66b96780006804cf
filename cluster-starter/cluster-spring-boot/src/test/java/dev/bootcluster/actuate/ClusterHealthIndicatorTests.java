// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.actuate;

import java.time.Instant;
import java.util.Map;

import dev.bootcluster.ClusterException;
import dev.bootcluster.ClusterException.Reason;
import dev.bootcluster.ClusterState;
import dev.bootcluster.SharedStateInfo;
import dev.bootcluster.WorkerState;
import org.junit.jupiter.api.Test;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ClusterHealthIndicator}.
 */
class ClusterHealthIndicatorTests {

	private final FakeCluster cluster = new FakeCluster();

	@Test
	void clusterWithAReadyWorkerIsUpWithDetails() {
		Health health = health();
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsEntry("state", ClusterState.STABLE)
			.containsEntry("generation", 3)
			.doesNotContainKey("reason")
			.containsEntry("workers",
					Map.of("1",
							Map.of("state", WorkerState.READY, "pid", 101L, "generation", 3, "restarts", 5, "spare",
									false),
							"2", Map.of("state", WorkerState.STARTING, "pid", 102L, "generation", 3, "restarts", 5,
									"spare", false)));
	}

	@Test
	void degradedClusterThatServesIsUpWithTheReason() {
		this.cluster.info = FakeCluster.info(ClusterState.DEGRADED, "Slot 2 failed", WorkerState.READY,
				WorkerState.EXITED);
		assertThat(health().getStatus()).isEqualTo(Status.UP);
		assertThat(health().getDetails()).containsEntry("reason", "Slot 2 failed");
	}

	@Test
	void clusterWithoutAReadyWorkerIsOutOfService() {
		this.cluster.info = FakeCluster.info(ClusterState.STABLE, null, WorkerState.STARTING, WorkerState.DRAINING,
				WorkerState.EXITED);
		assertThat(health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
	}

	@Test
	void troubleWithSharedStateIsADetailOfAClusterThatServes() {
		Instant since = Instant.EPOCH;
		SharedStateInfo down = new SharedStateInfo(SharedStateInfo.Status.DOWN, since, "Redis is full");
		Health health = new ClusterHealthIndicator(this.cluster, () -> down).health();
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsEntry("sharedState",
				Map.of("status", SharedStateInfo.Status.DOWN, "since", since, "reason", "Redis is full"));
		SharedStateInfo up = new SharedStateInfo(SharedStateInfo.Status.UP, since, "");
		assertThat(new ClusterHealthIndicator(this.cluster, () -> up).health().getDetails())
			.containsEntry("sharedState", Map.of("status", SharedStateInfo.Status.UP, "since", since));
		assertThat(health().getDetails()).doesNotContainKey("sharedState");
	}

	@Test
	void workerThatCannotAskThePrimaryIsUp() {
		this.cluster.refusal = new ClusterException(Reason.UNAVAILABLE, "The primary did not answer");
		assertThat(health().getStatus()).isEqualTo(Status.UP);
		assertThat(health().getDetails()).containsEntry("primary", "The primary did not answer");
	}

	private Health health() {
		return new ClusterHealthIndicator(this.cluster).health(true);
	}

}
