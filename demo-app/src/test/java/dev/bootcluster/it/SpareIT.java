// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;

import dev.bootcluster.BalancingPolicy;
import dev.bootcluster.testing.ClusterProcess;
import dev.bootcluster.testing.Reload;
import dev.bootcluster.testing.Worker;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A worker that waits takes the place of one that dies, with nobody else to serve.
 */
@Tag("full")
class SpareIT {

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	@ParameterizedTest
	@ValueSource(strings = { "round-robin", "shared" })
	void spareServesAtOnceWhenTheOnlyWorkerDies(BalancingPolicy policy) {
		try (ClusterProcess cluster = ClusterProcess.ofWorkers(1, "--cluster.shared-state=none", "--cluster.spares=1",
				"--cluster.balancing=" + policy)) {
			cluster.awaitReady(2);
			Worker worker = cluster.worker(1);
			Worker spare = cluster.worker(2);
			for (int i = 0; i < 20; i++) {
				assertThat(cluster.get("/hello").handledBy()).isEqualTo(worker.pid());
			}
			Instant kill = Instant.now();
			cluster.kill9(worker.pid());
			for (int i = 0; i < 20; i++) {
				assertThat(cluster.get("/hello").handledBy()).isEqualTo(spare.pid());
			}
			System.out.println("%s: the spare took over within %d ms of the order to kill".formatted(policy,
					Duration.between(kill, time(cluster, "WORKER_PROMOTED")).toMillis()));
			cluster.await("a new spare", PATIENCE,
					() -> cluster.worker(1).isReady() && cluster.worker(1).pid() != worker.pid());
			assertThat(cluster.json("/actuator/cluster/1").path("spare").asBoolean()).isTrue();
			assertThat(cluster.get("/hello").handledBy()).isEqualTo(spare.pid());

			assertThat(cluster.reload().status()).isEqualTo(202);
			Reload reload = cluster.awaitReload();
			assertThat(reload.hasSucceeded()).as(reload.toString()).isTrue();
			assertThat(cluster.workers()).extracting(Worker::generation).containsExactly(2L, 2L);
			assertThat(cluster.get("/hello").handledBy()).isEqualTo(cluster.worker(2).pid());
		}
	}

	private static Instant time(ClusterProcess cluster, String type) {
		List<JsonNode> events = StreamSupport
			.stream(cluster.json("/actuator/cluster/events").path("events").spliterator(), false)
			.filter((event) -> event.path("type").asString().equals(type))
			.toList();
		assertThat(events).as(type).hasSize(1);
		return Instant.parse(events.get(0).path("time").asString());
	}

}
