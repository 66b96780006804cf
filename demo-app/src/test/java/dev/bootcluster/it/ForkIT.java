/*
 * Copyright 2026 the Boot Cluster authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package dev.bootcluster.it;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import dev.bootcluster.testing.ClusterProcess;
import dev.bootcluster.testing.Response;
import dev.bootcluster.testing.Worker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
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

	private static ProcessHandle awaitFork() {
		cluster.await("a fork", PATIENCE, () -> fork(cluster).isPresent());
		return fork(cluster).orElseThrow();
	}

	private static void awaitEnd(ProcessHandle fork) {
		cluster.await("the end of fork " + fork.pid(), PATIENCE,
				() -> cluster.descendants().stream().noneMatch(fork::equals));
	}

	@Test
	void workerAnswersOthersWhileItsForkComputes() {
		long pid = cluster.worker(1).pid();
		CompletableFuture<Response> computation = cluster.begin("/fork?n=4000000000");
		ProcessHandle fork = awaitFork();
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
	void killedForkIsAnErrorOfItsRequestOnly() {
		CompletableFuture<Response> victim = cluster.begin(ENDLESS);
		cluster.kill9(awaitFork().pid());
		Response answer = victim.join();
		assertThat(answer.status()).isEqualTo(500);
		assertThat(answer.header("content-type")).contains("application/problem+json");
		assertThat(answer.text()).contains("Computation has no result because its fork", "was ended by SIGKILL");
		assertThat(json(cluster.get("/fork?n=1")).path("result").asLong(-1)).isZero();
		assertThat(cluster.worker(1).restarts()).as("the worker is well").isZero();
	}

	@Test
	void computationThatTakesTooLongIsKilled() {
		CompletableFuture<Response> slow = cluster.begin(ENDLESS + "&timeout=2000");
		ProcessHandle fork = awaitFork();
		assertThat(slow.join().status()).isEqualTo(504);
		awaitEnd(fork);
	}

	@Test
	void requestsBeyondTheQueueAreRefusedAndTheOthersAreNot() {
		CompletableFuture<Response> runs = cluster.begin("/fork?n=4000000000");
		awaitFork();
		CompletableFuture<Response> waits = cluster.begin("/fork?n=1");
		cluster.await("a refusal", PATIENCE, () -> {
			Response answer = cluster.get("/fork?n=1&timeout=1000");
			return answer.status() == 503 && answer.text().contains("cluster.forks.max=1 and cluster.forks.queue=1");
		});
		assertThat(runs.join().status()).isEqualTo(200);
		assertThat(waits.join().status()).isEqualTo(200);
	}

	@Test
	void killedWorkerLeavesNoForkAndDetachedProcessesRunOn() {
		Worker victim = cluster.worker(1);
		JsonNode detached = json(cluster.post("/fork/detached?ms=20000"));
		cluster.begin(ENDLESS);
		ProcessHandle fork = awaitFork();
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

	@Test
	void packedJarForksWithoutACluster() {
		try (ClusterProcess standalone = ClusterProcess.builder().args("--cluster.enabled=false").start()) {
			JsonNode answer = json(standalone.get("/fork?n=3"));
			assertThat(answer.path("pid").asLong()).isEqualTo(standalone.pid());
			assertThat(answer.path("result").asLong()).isEqualTo(RESULT_OF_3);
			assertThat(fork(standalone)).isPresent();
			standalone.signal("TERM");
			standalone.awaitExit();
			standalone.awaitNoDescendants();
		}
	}

}
