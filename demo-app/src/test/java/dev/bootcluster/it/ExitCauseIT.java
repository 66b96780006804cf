// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

import dev.bootcluster.testing.ClusterProcess;
import dev.bootcluster.testing.Worker;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Real ends of workers are told by their causes, and a crash loop by its state.
 */
@Tag("full")
class ExitCauseIT {

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	@Test
	void workerWhoseHeapIsFullEndsAndSaysSo() {
		try (ClusterProcess cluster = ClusterProcess.ofWorkers(2, "--cluster.shared-state=none",
				"--spring.profiles.active=chaos", "--cluster.worker.jvm-args=-Xmx128m")) {
			assertThatException().isThrownBy(() -> cluster.post("/leak?mb=500"));
			cluster.await("the end of a worker", PATIENCE,
					() -> cluster.workers().stream().anyMatch((worker) -> worker.restarts() == 1));
			Worker replaced = cluster.workers()
				.stream()
				.filter((worker) -> worker.restarts() == 1)
				.findFirst()
				.orElseThrow();
			JsonNode lastExit = lastExit(cluster, replaced.slot());
			assertThat(lastExit.path("cause").asString()).isEqualTo("OUT_OF_MEMORY_ERROR");
			assertThat(lastExit.path("reason").asString())
				.isEqualTo("ended with exit code 3 after java.lang.OutOfMemoryError: Java heap space");
			cluster.awaitReady(2);
		}
	}

	@Test
	void slotInACrashLoopDegradesTheClusterUntilAWorkerServesStably() {
		try (ClusterProcess cluster = ClusterProcess.ofWorkers(2, "--cluster.shared-state=none",
				"--spring.profiles.active=chaos")) {
			long healthy = cluster.worker(2).pid();
			Set<Long> killed = new HashSet<>();
			for (int i = 0; i < 5; i++) {
				cluster.await("another process in slot 1", PATIENCE, () -> {
					Worker worker = cluster.worker(1);
					return !worker.state().equals("EXITED") && !killed.contains(worker.pid());
				});
				long victim = cluster.worker(1).pid();
				cluster.kill9(victim);
				killed.add(victim);
			}
			cluster.await("a degraded cluster", PATIENCE,
					() -> cluster.cluster().path("state").asString().equals("DEGRADED"));
			assertThat(cluster.cluster().path("reason").asString())
				.startsWith("Slot 1 is in a crash loop, 5 exits within 1m00s; last exit: ");
			assertThat(lastExit(cluster, 1).path("cause").asString()).isEqualTo("SIGNAL");
			assertThat(cluster.worker(2).pid()).isEqualTo(healthy);
			cluster.await("the end of the crash loop", PATIENCE,
					() -> cluster.cluster().path("state").asString().equals("STABLE"));
			assertThat(cluster.worker(1).isReady()).isTrue();
			assertThat(cluster.log().stream().filter((line) -> line.contains("Slot 1 is in a crash loop")))
				.as("once, and once as the reason why the cluster is degraded")
				.hasSize(2);
		}
	}

	private static JsonNode lastExit(ClusterProcess cluster, int slot) {
		return cluster.json("/actuator/cluster/" + slot).path("lastExit");
	}

}
