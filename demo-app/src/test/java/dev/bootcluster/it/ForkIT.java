// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import dev.bootcluster.testing.ClusterProcess;
import dev.bootcluster.testing.Response;
import dev.bootcluster.testing.Worker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A heavy computation in a fork costs its worker nothing, and neither outlives the other
 * by accident.
 */
class ForkIT {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	/**
	 * More than any of these tests waits for.
	 */
	private static final String ENDLESS = "/fork?n=10000000000";

	/**
	 * {@code ((0 * a + 0) * a + 1) * a + 2}.
	 */
	private static final long RESULT_OF_3 = 6364136223846793005L + 2;

	private static ClusterProcess cluster;

	@BeforeAll
	static void start() {
		cluster = ClusterProcess.ofWorkers(1, "--cluster.shared-state=none", "--cluster.forks.max=1",
				"--cluster.forks.queue=1", "--cluster.worker.drain-timeout=1s");
	}

	@AfterAll
	static void stop() {
		cluster.close();
	}

	private static JsonNode json(Response response) {
		assertThat(response.status()).as(response.toString()).isEqualTo(200);
		return JsonMapper.shared().readTree(response.text());
	}

	private static Optional<ProcessHandle> fork(ClusterProcess process) {
		return process.descendants()
			.stream()
			.filter((child) -> child.info().commandLine().orElse("").contains("ForkMain"))
			.filter((child) -> !child.info().commandLine().orElse("").endsWith("detached"))
			.findFirst();
	}

	/**
	 * The fork, which has started already.
	 */
	private static ProcessHandle fork() {
		json(cluster.get("/fork?n=1"));
		return fork(cluster).orElseThrow();
	}

	private static CompletableFuture<Response> beginAndAwait(String path, ProcessHandle fork) {
		return beginAndAwait(cluster, path, fork);
	}

	private static CompletableFuture<Response> beginAndAwait(ClusterProcess process, String path, ProcessHandle fork) {
		Duration before = processorTime(fork);
		CompletableFuture<Response> computation = process.begin(path);
		process.await("a fork that computes", PATIENCE,
				() -> processorTime(fork).compareTo(before.plusMillis(300)) > 0);
		return computation;
	}

	private static Duration processorTime(ProcessHandle process) {
		return process.info().totalCpuDuration().orElse(Duration.ZERO);
	}

	private static void awaitEnd(ProcessHandle fork) {
		cluster.await("the end of fork " + fork.pid(), PATIENCE,
				() -> cluster.descendants().stream().noneMatch(fork::equals));
	}

	@Test
	@Tag("jdk")
	void workerAnswersOthersWhileItsForkComputes() {
		long pid = cluster.worker(1).pid();
		ProcessHandle fork = fork();
		CompletableFuture<Response> computation = beginAndAwait("/fork?n=1500000000", fork);
		for (int i = 0; i < 20; i++) {
			assertThat(cluster.get("/hello").handledBy()).isEqualTo(pid);
		}
		assertThat(computation).isNotDone();
		JsonNode answer = json(computation.join());
		assertThat(answer.path("pid").asLong()).isEqualTo(pid);
		assertThat(answer.path("forkPid").asLong()).isEqualTo(fork.pid()).isNotEqualTo(pid);
		JsonNode next = json(cluster.get("/fork?n=3"));
		assertThat(next.path("forkPid").asLong()).as("the fork is used again").isEqualTo(fork.pid());
		assertThat(next.path("result").asLong()).isEqualTo(RESULT_OF_3);
	}

	@Test
	@Tag("jdk")
	void killedForkIsAnErrorOfItsRequestOnly() {
		long worker = cluster.worker(1).pid();
		ProcessHandle fork = fork();
		CompletableFuture<Response> victim = beginAndAwait(ENDLESS, fork);
		cluster.kill9(fork.pid());
		Response answer = victim.join();
		assertThat(answer.status()).isEqualTo(500);
		assertThat(answer.header("content-type")).contains("application/problem+json");
		assertThat(answer.text()).contains("Computation has no result because its fork", "was killed by SIGKILL");
		assertThat(json(cluster.get("/fork?n=1")).path("result").asLong(-1)).isZero();
		assertThat(cluster.worker(1)).as("the worker is well").returns(worker, Worker::pid);
	}

	@Test
	void computationThatTakesTooLongIsKilled() {
		ProcessHandle fork = fork();
		CompletableFuture<Response> slow = beginAndAwait(ENDLESS + "&timeout=2000", fork);
		assertThat(slow.join().status()).isEqualTo(504);
		awaitEnd(fork);
	}

	@Test
	void requestBeyondTheQueueIsRefusedAndTheOthersAreNot() {
		ProcessHandle fork = fork();
		CompletableFuture<Response> runs = beginAndAwait(ENDLESS, fork);
		CompletableFuture<Response> one = cluster.begin("/fork?n=1");
		CompletableFuture<Response> other = cluster.begin("/fork?n=1");
		Response first = (Response) CompletableFuture.anyOf(one, other).join();
		assertThat(first.status()).isEqualTo(503);
		assertThat(first.text()).contains("cluster.forks.max=1 and cluster.forks.queue=1");
		cluster.kill9(fork.pid());
		assertThat(runs.join().status()).isEqualTo(500);
		assertThat(List.of(one.join().status(), other.join().status())).containsExactlyInAnyOrder(200, 503);
	}

	@Test
	void killedWorkerLeavesNoForkAndDetachedProcessesRunOn() {
		Worker victim = cluster.worker(1);
		JsonNode detached = json(cluster.post("/fork/detached?ms=20000"));
		ProcessHandle fork = fork();
		beginAndAwait(ENDLESS, fork);
		cluster.kill9(victim.pid());
		awaitEnd(fork);
		cluster.await("a successor", PATIENCE,
				() -> cluster.worker(1).isReady() && cluster.worker(1).pid() != victim.pid());
		assertThat(isAlive(detached)).isTrue();
	}

	private static boolean isAlive(JsonNode detached) {
		return cluster.descendants().stream().anyMatch((process) -> process.pid() == detached.path("pid").asLong());
	}

	@Test
	void detachedProcessOutlivesTheClusterAndItsFiles() {
		try (ClusterProcess other = ClusterProcess.ofWorkers(1, "--cluster.shared-state=none")) {
			JsonNode detached = json(other.post("/fork/detached?ms=3000"));
			Path output = Path.of(detached.path("output").asString());
			other.signal("TERM");
			assertThat(other.awaitExit()).isZero();
			assertThat(output.getParent()).as("the code of the generation is gone")
				.isDirectoryNotContaining("glob:**boot-cluster-*");
			// With a class that it had not loaded when the files went.
			other.await("its result", PATIENCE, () -> Files.readString(output).equals("{\"slept\":3000}\n"));
			other.awaitNoDescendants();
		}
	}

	/**
	 * Ctrl-C reaches the fork too.
	 */
	@Test
	void packedJarForksWithoutAClusterAndEndsInGoodOrder() {
		try (ClusterProcess standalone = ClusterProcess.builder().args("--cluster.enabled=false").ownGroup().start()) {
			JsonNode answer = json(standalone.get("/fork?n=3"));
			assertThat(answer.path("pid").asLong()).isEqualTo(standalone.pid());
			assertThat(answer.path("result").asLong()).isEqualTo(RESULT_OF_3);
			CompletableFuture<Response> last = beginAndAwait(standalone, "/fork?n=1500000000",
					fork(standalone).orElseThrow());
			standalone.signalGroup("INT");
			assertThat(json(last.join()).path("forkPid")).isEqualTo(answer.path("forkPid"));
			standalone.awaitExit();
			standalone.awaitNoDescendants();
		}
	}

}
