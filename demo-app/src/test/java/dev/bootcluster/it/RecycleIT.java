// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.time.Duration;

import dev.bootcluster.testing.ClusterProcess;
import dev.bootcluster.testing.LoadClient;
import dev.bootcluster.testing.LoadReport;
import dev.bootcluster.testing.Worker;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Workers that reach a limit are replaced, and no client notices.
 */
@Tag("full")
class RecycleIT {

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	@Test
	void leakingWorkerIsRecycledAndFailsNoRequest() {
		try (ClusterProcess cluster = ClusterProcess.ofWorkers(2, "--cluster.shared-state=none",
				"--cluster.worker.min-lifetime=1s", "--cluster.worker.max-memory=600MB",
				"--cluster.worker.jvm-args=-Xmx700m -Xms64m", "--spring.profiles.active=chaos");
				LoadClient load = load(cluster)) {
			load.awaitRequests(100);
			long leaking = leak(cluster, 550);
			int slot = cluster.workers()
				.stream()
				.filter((worker) -> worker.pid() == leaking)
				.findFirst()
				.orElseThrow()
				.slot();
			Worker other = cluster.worker(3 - slot);
			awaitRecycled(cluster, slot);
			assertThat(lastExit(cluster, slot).path("reason").asString())
				.matches("recycled: resident memory \\d+ MB above cluster.worker.max-memory 600 MB");
			cluster.awaitReady(2);
			assertThat(cluster.worker(slot).pid()).isNotEqualTo(leaking);
			assertThat(cluster.worker(slot).restarts()).isZero();
			assertThat(cluster.worker(other.slot()).pid()).isEqualTo(other.pid());
			assertNoFailures(load);
		}
	}

	@Test
	void workersThatHaveServedTheirRequestsAreRecycledUnderLoad() {
		try (ClusterProcess cluster = ClusterProcess.ofWorkers(2, "--cluster.shared-state=none",
				"--cluster.worker.min-lifetime=1s", "--cluster.worker.max-requests=200");
				LoadClient load = load(cluster)) {
			awaitRecycled(cluster, 1);
			awaitRecycled(cluster, 2);
			load.awaitRequests(load.report().requests() + 100);
			assertThat(lastExit(cluster, 1).path("reason").asString())
				.matches("recycled: \\d+ requests, cluster.worker.max-requests is 200 give or take a tenth");
			assertNoFailures(load);
		}
	}

	private static LoadClient load(ClusterProcess cluster) {
		return LoadClient.on(cluster.port())
			.keepAlive(8)
			.newConnections(4)
			.thinkTime(Duration.ofMillis(100))
			.timeout(Duration.ofSeconds(30))
			.start();
	}

	/**
	 * Make one worker leak.
	 * @return its process
	 */
	private static long leak(ClusterProcess cluster, int megabytes) {
		return Long.parseLong(cluster.post("/leak?mb=" + megabytes).text().replaceAll(".*\"pid\":(\\d+).*", "$1"));
	}

	private static void awaitRecycled(ClusterProcess cluster, int slot) {
		cluster.await("the end of a worker that was recycled in slot " + slot, PATIENCE,
				() -> lastExit(cluster, slot).path("cause").asString("").equals("RECYCLED"));
	}

	private static JsonNode lastExit(ClusterProcess cluster, int slot) {
		return cluster.json("/actuator/cluster/" + slot).path("lastExit");
	}

	private static void assertNoFailures(LoadClient load) {
		LoadReport report = load.stop();
		System.out.println(report);
		assertThat(report.failures()).as(report.toString()).isZero();
		assertThat(report.closedIdle()).as("connections closed without notice").isZero();
	}

}
