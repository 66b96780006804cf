// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import dev.bootcluster.testing.ClusterProcess;
import dev.bootcluster.testing.LoadClient;
import dev.bootcluster.testing.LoadReport;
import dev.bootcluster.testing.Reload;
import dev.bootcluster.testing.Worker;
import dev.bootcluster.testing.Workload;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What clients see of a reload: nothing.
 */
class ReloadIT {

	private static final int BODY = 1024 * 1024;

	/**
	 * Leaves the new worker a share of two cores to boot with.
	 */
	private static final Duration THINK_TIME = Duration.ofMillis(200);

	/**
	 * Reloads under load, before a rolling restart; the profile {@code soak} asks for
	 * twenty.
	 */
	private static final int RELOADS = Integer.getInteger("soak.reloads", 1);

	private static final long REQUESTS = Long.getLong("soak.requests", 5000);

	@Test
	void reloadAndRollingRestartFailNoRequest() {
		reloadUnderLoad("round-robin", true);
	}

	@Test
	void reloadFailsNoRequestWithSharedPolicy() {
		reloadUnderLoad("shared", false);
	}

	@Test
	@Tag("full")
	void rollingRestartFailsNoRequestWithSharedPolicy() {
		reloadUnderLoad("shared", true);
	}

	private static void reloadUnderLoad(String policy, boolean restart) {
		try (ClusterProcess cluster = ClusterProcess.ofWorkers(2, "--cluster.balancing=" + policy,
				"--cluster.shared-state=none", "--server.tomcat.max-keep-alive-requests=-1")) {
			LoadClient.Builder clients = LoadClient.on(cluster.port())
				.keepAlive(64)
				.newConnections(16)
				.timeout(Duration.ofSeconds(30))
				.thinkTime(THINK_TIME)
				.workload(Workload.echo(BODY));
			for (int i = 0; i < 7; i++) {
				clients.workload(Workload.hello());
			}
			try (LoadClient load = clients.start()) {
				LoadReport report = reloadUnder(load, cluster, policy, restart);
				if (!policy.equals("shared")) {
					assertThat(report.announcedCloses()).as("connections that did not move").isZero();
				}
			}
		}
	}

	private static LoadReport reloadUnder(LoadClient load, ClusterProcess cluster, String policy, boolean restart) {
		load.awaitRequests(REQUESTS / 10);
		for (int reload = 1; reload <= RELOADS; reload++) {
			assertThat(cluster.reload().status()).isEqualTo(202);
			Reload verdict = cluster.awaitReload();
			assertThat(verdict.hasSucceeded()).as(verdict.json().toString()).isTrue();
			assertThat(verdict.generation()).isEqualTo(reload + 1);
		}
		if (restart) {
			restartAll(cluster);
		}
		load.awaitRequests(REQUESTS);
		LoadReport report = load.stop();
		System.out.println(policy + ": " + report);
		assertThat(report.failures()).as(report.toString()).isZero();
		assertThat(report.closedIdle()).as("connections closed without notice").isZero();
		assertThat(cluster.workers()).allSatisfy((worker) -> {
			assertThat(worker.generation()).isEqualTo(RELOADS + 1);
			assertThat(worker.restarts()).isZero();
		});
		if (restart) {
			assertEventsTellOfEachReload(cluster);
		}
		return report;
	}

	private static void restartAll(ClusterProcess cluster) {
		List<Long> before = cluster.workers().stream().map(Worker::pid).toList();
		assertThat(cluster.post("/actuator/cluster/restart").status()).isEqualTo(202);
		Reload verdict = cluster.awaitReload();
		assertThat(verdict.hasSucceeded()).as(verdict.json().toString()).isTrue();
		assertThat(verdict.json().path("kind").asString("")).isEqualTo("RESTART");
		assertThat(cluster.workers()).extracting(Worker::pid).doesNotContainAnyElementsOf(before);
	}

	private static void assertEventsTellOfEachReload(ClusterProcess cluster) {
		List<JsonNode> events = events(cluster, "");
		assertThat(events).extracting((event) -> event.path("id").asLong()).isSorted().doesNotHaveDuplicates();
		assertThat(events)
			.allSatisfy((event) -> assertThat(Instant.parse(event.path("time").asString(""))).isNotNull());
		assertThat(events).filteredOn((event) -> event.path("type").asString("").startsWith("RELOAD_"))
			.extracting((event) -> event.path("detail").asString(""))
			.containsExactlyElementsOf(Stream.concat(
					IntStream.rangeClosed(1, RELOADS)
						.boxed()
						.flatMap((id) -> Stream.of(
								"Reload %d: generation %d replaces generation %d".formatted(id, id + 1, id),
								"Reload %d succeeded: generation %d serves".formatted(id, id + 1))),
					Stream.of(
							"Rolling restart %d: 2 slots get new workers of generation %d, one after the other"
								.formatted(RELOADS + 1, RELOADS + 1),
							"Rolling restart %d succeeded: 2 slots have new workers".formatted(RELOADS + 1)))
				.toList());
		assertThat(events).filteredOn((event) -> event.path("reload").asInt() == RELOADS)
			.extracting((event) -> event.path("type").asString(""))
			.contains("WORKER_STARTING", "WORKER_READY", "WORKER_DRAINING", "WORKER_EXITED");
		long last = events.get(events.size() - 1).path("id").asLong();
		assertThat(events(cluster, "?after=" + (last - 1))).containsExactly(events.get(events.size() - 1));
		assertThat(events(cluster, "?after=" + last)).isEmpty();
		assertThat(cluster.get("/actuator/cluster/events?after=x").status()).isEqualTo(400);
	}

	private static List<JsonNode> events(ClusterProcess cluster, String query) {
		JsonNode events = cluster.json("/actuator/cluster/events" + query).path("events");
		return StreamSupport.stream(events.spliterator(), false).toList();
	}

}
