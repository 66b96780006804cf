// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.bootcluster.testing.Await;
import dev.bootcluster.testing.ClusterProcess;
import dev.bootcluster.testing.LoadClient;
import dev.bootcluster.testing.LoadReport;
import dev.bootcluster.testing.Request;
import dev.bootcluster.testing.Response;
import dev.bootcluster.testing.Worker;
import dev.bootcluster.testing.Workload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Workers as one application: connections, sessions, caches and the cluster's own
 * endpoint.
 */
@TwoWorkers
class SharingIT {

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	private final ClusterProcess cluster;

	SharingIT(ClusterProcess cluster) {
		this.cluster = cluster;
	}

	@Test
	void roundRobinIsExactlyEven() {
		Map<Long, Long> counts = IntStream.range(0, 200)
			.mapToObj((i) -> this.cluster.get("/hello").handledBy())
			.collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
		List<Worker> workers = this.cluster.workers();
		assertThat(counts).isEqualTo(Map.of(workers.get(0).pid(), 100L, workers.get(1).pid(), 100L));
	}

	@Test
	void everyWorkerSeesTheSessionAndSoDoesItsSuccessorAfterSigusr1() {
		Response written = this.cluster.post("/session/fruit/apple");
		String cookie = written.header("Set-Cookie").orElseThrow().split(";")[0];
		assertThat(pidsThatSee(cookie)).isEqualTo(pids());
		this.cluster.signal("USR1");
		this.cluster.awaitLog("SIGUSR1: reload \\d+ begins");
		assertThat(this.cluster.awaitReload().hasSucceeded()).as(this.cluster.lastReload().toString()).isTrue();
		assertThat(pids()).doesNotContain(pid(written));
		assertThat(pidsThatSee(cookie)).isEqualTo(pids());
	}

	private List<Long> pidsThatSee(String cookie) {
		Request request = Request.get("/session").with("Cookie", cookie);
		return IntStream.range(0, 2)
			.mapToObj((i) -> this.cluster.send(request))
			.peek((response) -> assertThat(json(response).path("attributes").path("fruit").asString(""))
				.as(response.toString())
				.isEqualTo("apple"))
			.map(SharingIT::pid)
			.sorted()
			.toList();
	}

	@Test
	void cachedValueIsComputedOnceForAllWorkers() {
		List<String> answers = IntStream.range(0, 6).mapToObj((i) -> this.cluster.get("/cached/once").text()).toList();
		assertThat(answers).allMatch(answers.get(0)::equals);
		assertThat(answers.get(0)).containsPattern("\"pid\":[1-9]");
	}

	@Test
	void usersAreCountedByOneWorkerForAll() {
		// Who counted last may have been replaced since.
		Await.until("both workers to tell what one of them has counted", PATIENCE, () -> {
			String count = this.cluster.get("/users").text();
			return this.cluster.get("/users").text().equals(count)
					&& pids().contains(new JsonMapper().readTree(count).path("pid").asLong());
		});
	}

	@Test
	void endpointTellsTheStateOfTheClusterInItsOwnWords() {
		JsonNode info = this.cluster.cluster();
		assertThat(info.propertyNames()).containsExactlyInAnyOrder("state", "reason", "generation", "leader", "primary",
				"balancing", "workers", "lingering", "sharedState");
		assertThat(info.path("sharedState").path("status").asString()).isEqualTo("UP");
		assertThat(info.path("state").asString()).isEqualTo("STABLE");
		assertThat(info.path("generation").asInt()).isPositive();
		assertThat(info.path("primary").propertyNames()).containsExactlyInAnyOrder("pid", "uptime", "handoffs",
				"pending");
		assertThat(info.path("primary").path("pid").asLong()).isEqualTo(this.cluster.pid());
		assertThat(info.path("primary").path("handoffs").asLong()).isPositive();
		assertThat(info.path("workers")).hasSize(2).allSatisfy((worker) -> {
			assertThat(worker.propertyNames()).containsExactlyInAnyOrder("slot", "pid", "generation", "state", "uptime",
					"connections", "requests", "restarts", "memory", "lastExit", "paused", "spare", "traffic");
			assertThat(worker.path("memory").asLong()).isGreaterThan(10_000_000);
			assertThat(Duration.parse(worker.path("uptime").asString())).isPositive();
		});
		assertThat(this.cluster.json("/actuator/cluster/2").path("slot").asInt()).isEqualTo(2);
		assertThat(this.cluster.get("/actuator/cluster/99").status()).isEqualTo(404);
		assertThat(this.cluster.get("/actuator/cluster/nonsense").status()).isEqualTo(404);
	}

	@Test
	void healthHasAComponentForTheCluster() {
		JsonNode component = this.cluster.json("/actuator/health").path("components").path("cluster");
		assertThat(component.path("status").asString()).isEqualTo("UP");
		assertThat(component.path("details").path("workers").propertyNames()).containsExactlyInAnyOrder("1", "2");
		assertThat(component.path("details").path("workers").path("1").path("state").asString()).isEqualTo("READY");
	}

	@ParameterizedTest
	@CsvSource({ "X-Forwarded-For, 203.0.113.7", "Forwarded, for=203.0.113.7", "Origin, https://evil.example",
			"Sec-Fetch-Site, cross-site" })
	void whatIsNotFromThisMachineIsRefused(String header, String value) {
		Response response = this.cluster
			.send(Request.post("/actuator/cluster/reload").ofAStranger().with(header, value));
		assertThat(response.status()).as(response.toString()).isEqualTo(403);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "scale | {} | 400", "scale | {\"workers\":\"0\"} | 400", "scale | {\"workers\":\"-3\"} | 400",
					"scale | {\"workers\":\"many\"} | 400", "scale | nonsense | 400", "stop | {} | 400",
					"stop | {\"slot\":\"x\"} | 400", "stop | {\"slot\":99} | 404", "start | {\"slot\":99} | 404",
					"restart | {\"slot\":0} | 404", "dance | {} | 404" })
	void nonsenseIsRefusedAndChangesNothing(String operation, String body, int status) {
		List<Long> before = pids();
		Response response = this.cluster.post("/actuator/cluster/" + operation, body);
		assertThat(response.status()).as(response.toString()).isEqualTo(status);
		assertThat(response.text()).as(response.toString()).isNotEmpty();
		assertThat(pids()).isEqualTo(before);
	}

	/**
	 * {@code curl -d ''} sends this, which Spring refuses before the endpoint sees it.
	 */
	@Test
	void formBodyIsRefused() {
		Response response = this.cluster
			.send(Request.post("/actuator/cluster/reload", "application/x-www-form-urlencoded", new byte[0]));
		assertThat(response.status()).as(response.toString()).isEqualTo(415);
	}

	@Test
	void scalingUpAndDownFailsNoRequest() {
		LoadReport report = underLoad(() -> {
			order("scale", "{\"workers\":\"3\"}");
			this.cluster.awaitReady(3);
			order("scale", "{\"workers\":2}");
			this.cluster.await("two slots", PATIENCE, () -> this.cluster.workers().size() == 2);
		});
		assertThat(report.pids()).as(report.toString()).hasSize(3);
	}

	@Test
	void stoppingStartingAndRestartingASlotFailsNoRequest() {
		List<Long> restarts = restarts();
		long first = this.cluster.worker(1).pid();
		long second = this.cluster.worker(2).pid();
		underLoad(() -> {
			order("stop", "{\"slot\":2}");
			this.cluster.await("an empty slot", PATIENCE, () -> this.cluster.worker(2).state().equals("EXITED"));
			assertThat(this.cluster.post("/actuator/cluster/stop", "{\"slot\":1}").status()).isEqualTo(409);
			order("start", "{\"slot\":2}");
			this.cluster.awaitReady(2);
			assertThat(this.cluster.worker(2).pid()).isNotEqualTo(second);
			order("restart", "{\"slot\":1}");
			this.cluster.await("a new worker", PATIENCE, () -> this.cluster.worker(1).pid() != first);
		});
		assertThat(restarts()).as("wanted exits count as no restarts").isEqualTo(restarts);
	}

	private LoadReport underLoad(Runnable action) {
		LoadClient.Builder clients = LoadClient.on(this.cluster.port())
			.keepAlive(8)
			.newConnections(4)
			.thinkTime(Duration.ofMillis(30))
			.timeout(Duration.ofSeconds(30))
			.workload(Workload.hello());
		try (LoadClient load = clients.start()) {
			load.awaitRequests(100);
			action.run();
			this.cluster.awaitReady(2);
			load.awaitRequests(load.report().requests() + 100);
			LoadReport report = load.stop();
			assertThat(report.failures()).as(report.toString()).isZero();
			assertThat(report.closedIdle()).as(report.toString()).isZero();
			return report;
		}
	}

	@Test
	void everyLogLineOfAWorkerNamesIt() {
		for (Worker worker : this.cluster.workers()) {
			Pattern own = Pattern.compile(" (INFO|WARN|ERROR) %d --- ".formatted(worker.pid()));
			List<String> lines = this.cluster.wholeLog().stream().filter(own.asPredicate()).toList();
			assertThat(lines).anyMatch((line) -> line.contains("Started DemoApplication"))
				.allMatch((line) -> line.contains("[worker-%d]".formatted(worker.slot())));
		}
		assertThat(this.cluster.wholeLog())
			.anyMatch((line) -> line.contains("Cluster is listening") && !line.contains("[worker-"));
	}

	private void order(String operation, String json) {
		Response response = this.cluster.post("/actuator/cluster/" + operation, json);
		assertThat(response.status()).as(response.toString()).isEqualTo(202);
	}

	private List<Long> restarts() {
		return this.cluster.workers().stream().map(Worker::restarts).toList();
	}

	private List<Long> pids() {
		return this.cluster.workers().stream().map(Worker::pid).sorted().toList();
	}

	private static long pid(Response response) {
		return json(response).path("pid").asLong();
	}

	private static JsonNode json(Response response) {
		return new JsonMapper().readTree(response.text());
	}

}
