// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import dev.bootcluster.testing.ClusterProcess;
import dev.bootcluster.testing.Latch;
import dev.bootcluster.testing.LoadClient;
import dev.bootcluster.testing.LoadReport;
import dev.bootcluster.testing.Response;
import dev.bootcluster.testing.Worker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * What the death of a worker costs: the requests it was executing, and nothing else.
 */
class WorkerDeathIT {

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	/**
	 * Connections that a worker may have without having acknowledged one.
	 */
	private static final int WINDOW = 32;

	private static final Duration STALL = Duration.ofSeconds(4);

	/**
	 * Workers killed under load; the profile {@code soak} asks for fifty.
	 */
	private static final int KILLS = Integer.getInteger("soak.kills", 3);

	/**
	 * So many that none is killed often enough to be in a crash loop.
	 */
	private static final int SLOTS = Math.max(2, 1 + KILLS / 6);

	private static ClusterProcess cluster;

	@BeforeAll
	static void start() {
		cluster = ClusterProcess.ofWorkers(2, "--cluster.shared-state=none", "--spring.profiles.active=chaos");
	}

	@AfterAll
	static void stop() {
		cluster.close();
	}

	@BeforeEach
	void everyWorkerIsReady() {
		cluster.awaitReady(2);
	}

	@Test
	void killedWorkersFailOnlyConnectionsTheyHadTaken() throws IOException {
		scale(SLOTS);
		LoadClient.Builder clients = LoadClient.on(cluster.port())
			.keepAlive(64)
			.newConnections(16)
			.thinkTime(Duration.ofMillis(100))
			.timeout(Duration.ofSeconds(30));
		try (LoadClient load = clients.start()) {
			load.awaitRequests(1000);
			long taken = 0;
			for (int kill = 0; kill < KILLS; kill++) {
				taken += killOneUnder(load, 1 + kill % SLOTS);
				assertThat(load.report().failures()).as("failures of %d taken: %s", taken, load.report())
					.isLessThanOrEqualTo(taken);
			}
			LoadReport report = load.stop();
			System.out.println("%d kills, %d connections taken by the killed: %s".formatted(KILLS, taken, report));
			assertThat(report.failures()).as(report.toString()).isEqualTo(report.reset() + report.truncated());
			assertThat(report.failures() + report.closedIdle()).as(report.toString()).isLessThanOrEqualTo(taken);
		}
		finally {
			scale(2);
		}
	}

	private static void scale(int workers) {
		assertThat(cluster.post("/actuator/cluster/scale", "{\"workers\":\"%d\"}".formatted(workers)).status())
			.isEqualTo(202);
		cluster.awaitReady(workers);
	}

	/**
	 * Every request fails at most once, and only on a connection that the killed worker
	 * had taken: what the kernel shows in its hands is the bound.
	 */
	private static long killOneUnder(LoadClient load, int slot) throws IOException {
		Worker victim = cluster.worker(slot);
		// A stopped process takes nothing more, so what it has can be counted.
		cluster.kill("STOP", victim.pid());
		long taken = TakenConnections.count(victim.pid(), cluster.port());
		cluster.kill9(victim.pid());
		awaitReplaced(victim, "SIGKILL", 137);
		load.awaitRequests(load.report().requests() + 1000);
		return taken;
	}

	@Test
	void killedWorkerFailsExactlyTheRequestsItWasExecuting() {
		Worker victim = cluster.worker(1);
		List<CompletableFuture<Response>> requests;
		try (Latch latch = cluster.latch()) {
			requests = begin(20, latch.path());
			cluster.await("ten requests on the victim", PATIENCE,
					() -> TakenConnections.count(victim.pid(), cluster.port()) == 10);
			cluster.kill9(victim.pid());
			awaitCount("failed requests", 10, requests, CompletableFuture::isCompletedExceptionally);
			assertThat(requests.stream().filter(CompletableFuture::isDone)).hasSize(10);
		}
		awaitCount("requests that ended", 20, requests, CompletableFuture::isDone);
		long survivor = cluster.worker(2).pid();
		assertThat(answered(requests)).hasSize(10).allMatch((response) -> response.handledBy() == survivor);
	}

	@Test
	void killedWorkerLosesNoConnectionItDidNotAcknowledge() {
		Worker victim = cluster.worker(2);
		cluster.kill("STOP", victim.pid());
		List<CompletableFuture<Response>> requests = begin(20, "/hello");
		awaitCount("answered requests", 10, requests, CompletableFuture::isDone);
		cluster.kill9(victim.pid());
		awaitCount("answered requests", 20, requests, CompletableFuture::isDone);
		assertThat(answered(requests)).hasSize(20).allMatch((response) -> response.handledBy() != victim.pid());
		assertThat(cluster.log()).as("a worker's death is no error of the primary")
			.noneMatch((line) -> line.contains(" ERROR "));
	}

	@Test
	void stalledWorkerHoldsUpItsWindowAndNoMore() {
		Worker stalled = cluster.worker(1);
		cluster.kill("STOP", stalled.pid());
		List<CompletableFuture<Response>> requests = begin(100, "/hello");
		awaitCount("answered requests", 100 - WINDOW, requests, CompletableFuture::isDone);
		assertThat(answered(begin(20, "/hello").stream().peek(CompletableFuture::join).toList()))
			.noneMatch((response) -> response.handledBy() == stalled.pid());
		assertThat(requests.stream().filter(CompletableFuture::isDone)).hasSize(100 - WINDOW);
		cluster.kill("CONT", stalled.pid());
		awaitCount("answered requests", 100, requests, CompletableFuture::isDone);
		assertThat(answered(requests).stream().filter((response) -> response.handledBy() == stalled.pid()))
			.hasSize(WINDOW);
	}

	@Test
	@Tag("full")
	void othersServeAsBeforeWhileOneOfFourIsStalledForSeconds() {
		scale(4);
		LoadClient.Builder clients = LoadClient.on(cluster.port())
			.newConnections(8)
			.thinkTime(Duration.ofMillis(5))
			.timeout(Duration.ofSeconds(30));
		LoadReport before = loaded(clients, STALL);
		Worker stalled = cluster.worker(1);
		cluster.kill("STOP", stalled.pid());
		List<CompletableFuture<Response>> requests = begin(200, "/hello");
		awaitCount("answered requests", 200 - WINDOW, requests, CompletableFuture::isDone);
		LoadReport during = loaded(clients, STALL);
		assertThat(requests.stream().filter(CompletableFuture::isDone)).hasSize(200 - WINDOW);
		cluster.kill("CONT", stalled.pid());
		awaitCount("answered requests", 200, requests, CompletableFuture::isDone);
		assertThat(answered(requests).stream().filter((response) -> response.handledBy() == stalled.pid()))
			.hasSize(WINDOW);
		System.out.printf("four workers: %s%none of them stalled: %s%n", before, during);
		assertThat(before.failures() + during.failures()).isZero();
		assertThat(during.pids()).hasSize(3).doesNotContainKey(stalled.pid());
		scale(2);
	}

	private static LoadReport loaded(LoadClient.Builder clients, Duration time) {
		try (LoadClient load = clients.start()) {
			cluster.await("the time of the load", PATIENCE, () -> load.report().elapsed().compareTo(time) >= 0);
			return load.stop();
		}
	}

	@Test
	void workerThatExitsByItselfIsReplaced() {
		exitByItself(0);
	}

	@Test
	@Tag("full")
	void workerThatExitsByItselfIsReplacedWhateverItsExitCode() {
		exitByItself(1);
	}

	private static void exitByItself(int code) {
		List<Worker> before = cluster.workers();
		assertThatException().isThrownBy(() -> cluster.post("/crash?code=" + code));
		cluster.await("a worker that is gone", PATIENCE, () -> before.stream().anyMatch((worker) -> !isAlive(worker)));
		Worker victim = before.stream().filter((worker) -> !isAlive(worker)).findFirst().orElseThrow();
		awaitReplaced(victim, null, code);
	}

	@Test
	void workerThatItsApplicationEndsFinishesItsRequestsAndIsReplaced() {
		// Asked before: a question between two of the requests would take a turn.
		List<Worker> workers = cluster.workers();
		List<CompletableFuture<Response>> requests;
		long victim;
		try (Latch latch = cluster.latch()) {
			requests = begin(4, latch.path());
			cluster.await("two requests in each worker", PATIENCE,
					() -> TakenConnections.each(workers, cluster.port(), 2));
			victim = cluster.post("/exit?code=3").handledBy();
			awaitDraining(victim);
			assertThat(requests).noneMatch(CompletableFuture::isDone);
		}
		awaitCount("answered requests", 4, requests, CompletableFuture::isDone);
		assertThat(answered(requests).stream().filter((response) -> response.handledBy() == victim)).hasSize(2);
		cluster.await("a successor", PATIENCE,
				() -> cluster.workers().stream().allMatch((worker) -> worker.isReady() && worker.pid() != victim));
		// The successor may be ready before the drain has ended.
		cluster.await("its reason", PATIENCE,
				() -> cluster.json("/actuator/cluster")
					.path("workers")
					.findValuesAsString("reason")
					.stream()
					.anyMatch((reason) -> reason.endsWith("its own application ended it")));
	}

	@Test
	void terminatedWorkerFinishesItsRequestsAndIsReplaced() {
		Worker victim = cluster.worker(1);
		List<CompletableFuture<Response>> requests;
		try (Latch latch = cluster.latch()) {
			requests = begin(4, latch.path());
			cluster.await("requests on the victim", PATIENCE,
					() -> TakenConnections.count(victim.pid(), cluster.port()) == 2);
			cluster.kill("TERM", victim.pid());
			awaitDraining(victim.pid());
			assertThat(requests).noneMatch(CompletableFuture::isDone);
		}
		awaitCount("answered requests", 4, requests, CompletableFuture::isDone);
		assertThat(answered(requests).stream().filter((response) -> response.handledBy() == victim.pid())).hasSize(2);
		cluster.await("a successor", PATIENCE,
				() -> cluster.worker(1).isReady() && cluster.worker(1).pid() != victim.pid());
	}

	private static void awaitDraining(long pid) {
		cluster.awaitLog("\\(pid %d, .* draining".formatted(pid));
	}

	private static boolean isAlive(Worker worker) {
		return cluster.descendants().stream().anyMatch((process) -> process.pid() == worker.pid());
	}

	private static void awaitReplaced(Worker victim, String signal, int code) {
		cluster.await("a successor of " + victim, PATIENCE, () -> {
			Worker worker = cluster.worker(victim.slot());
			return worker.isReady() && worker.pid() != victim.pid();
		});
		assertThat(cluster.worker(victim.slot()).restarts()).isEqualTo(victim.restarts() + 1);
		assertThat(cluster.worker(victim.slot()).generation()).isEqualTo(victim.generation());
		JsonNode lastExit = cluster.json("/actuator/cluster/" + victim.slot()).path("lastExit");
		assertThat(lastExit.path("signal").asString(null)).isEqualTo(signal);
		assertThat(lastExit.path("code").asInt()).isEqualTo(code);
		assertThat(lastExit.path("cause").asString()).isEqualTo((signal != null) ? "SIGNAL" : "EXIT_CODE");
		assertThat(lastExit.path("reason").asString())
			.isEqualTo("ended unexpectedly " + ((signal != null) ? "by " + signal : "with exit code " + code));
		assertThat(events(victim)).last()
			.asString()
			.startsWith("WORKER_EXITED %s %s".formatted(victim.slot(), "Worker %d (pid %d, generation %d) %s"
				.formatted(victim.slot(), victim.pid(), victim.generation(), lastExit.path("reason").asString())));
	}

	private static List<String> events(Worker worker) {
		JsonNode events = cluster.json("/actuator/cluster/events").path("events");
		return StreamSupport.stream(events.spliterator(), false)
			.filter((event) -> event.path("pid").asLong() == worker.pid())
			.map((event) -> "%s %s %s".formatted(event.path("type").asString(), event.path("slot").asInt(),
					event.path("detail").asString()))
			.toList();
	}

	private static List<CompletableFuture<Response>> begin(int requests, String path) {
		return IntStream.range(0, requests).mapToObj((i) -> cluster.begin(path)).toList();
	}

	private static void awaitCount(String description, int count, List<CompletableFuture<Response>> requests,
			Predicate<CompletableFuture<Response>> which) {
		cluster.await("%d %s".formatted(count, description), PATIENCE,
				() -> requests.stream().filter(which).count() == count);
	}

	private static List<Response> answered(List<CompletableFuture<Response>> requests) {
		Stream<CompletableFuture<Response>> good = requests.stream()
			.filter((request) -> request.isDone() && !request.isCompletedExceptionally());
		return good.map(CompletableFuture::join).toList();
	}

}
