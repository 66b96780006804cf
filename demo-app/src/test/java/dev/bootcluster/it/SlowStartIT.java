// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

import dev.bootcluster.testing.ClusterProcess;
import dev.bootcluster.testing.Response;
import dev.bootcluster.testing.Worker;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The share of a new worker beside one that has served for long.
 */
@Tag("soak")
@Isolated("counts connections within seconds")
class SlowStartIT {

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	private static final Duration SLOW_START = Duration.ofSeconds(12);

	@Test
	void newWorkerGetsFewConnectionsAtFirstAndAnEvenShareLater() {
		try (ClusterProcess cluster = ClusterProcess.ofWorkers(2, "--cluster.shared-state=none",
				"--cluster.slow-start=" + SLOW_START)) {
			awaitFullShare(cluster.worker(2), cluster);
			Worker replaced = cluster.worker(1);
			Response restart = cluster.post("/actuator/cluster/restart", "{\"slot\":1}");
			assertThat(restart.status()).as(restart.toString()).isEqualTo(202);
			cluster.await("a new worker 1", PATIENCE, () -> isReadyInsteadOf(replaced, cluster));
			Worker young = cluster.worker(1);
			assertThat(handledBy(young, 100, cluster)).as("connections of 100").isBetween(1L, 49L);
			awaitFullShare(young, cluster);
			cluster.await("an even share", PATIENCE, () -> handledBy(young, 100, cluster) == 50);
		}
	}

	private static boolean isReadyInsteadOf(Worker replaced, ClusterProcess cluster) {
		Worker worker = cluster.worker(replaced.slot());
		return worker.isReady() && worker.pid() != replaced.pid();
	}

	/**
	 * Wait until a worker has served for as long as its share grows.
	 */
	private static void awaitFullShare(Worker worker, ClusterProcess cluster) {
		Instant full = readySince(worker, cluster).plus(SLOW_START);
		cluster.await("the full share of " + worker, PATIENCE, () -> Instant.now().isAfter(full));
	}

	private static Instant readySince(Worker worker, ClusterProcess cluster) {
		JsonNode events = cluster.json("/actuator/cluster/events").path("events");
		return StreamSupport.stream(events.spliterator(), false)
			.filter((event) -> event.path("pid").asLong() == worker.pid())
			.filter((event) -> event.path("type").asString().equals("WORKER_READY"))
			.map((event) -> Instant.parse(event.path("time").asString()))
			.findFirst()
			.orElseThrow();
	}

	private static long handledBy(Worker worker, int connections, ClusterProcess cluster) {
		return IntStream.range(0, connections).filter((i) -> cluster.get("/hello").handledBy() == worker.pid()).count();
	}

}
