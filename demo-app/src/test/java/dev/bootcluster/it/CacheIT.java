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

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import dev.bootcluster.testing.ClusterProcess;
import dev.bootcluster.testing.LoadClient;
import dev.bootcluster.testing.LoadReport;
import dev.bootcluster.testing.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Four workers and their caches.
 */
@Isolated("measures how soon an eviction is seen")
class CacheIT {

	private static final int WORKERS = 4;

	private static final int EVICTIONS = 200;

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	private static ClusterProcess cluster;

	private Map<Long, KeptConnection> workers;

	@BeforeAll
	static void start() {
		cluster = ClusterProcess.ofWorkers(WORKERS, "--logging.level.dev.bootcluster.demo=debug");
	}

	@AfterAll
	static void stop() {
		cluster.close();
	}

	@BeforeEach
	void connect() {
		cluster.awaitReady(WORKERS);
		this.workers = KeptConnection.toEachOf(cluster.port(), WORKERS);
	}

	@Test
	void thousandRequestsForAMissingValueCostOneComputation() {
		CachedWorkload workload = new CachedWorkload(1, "?ms=2000");
		try (LoadClient load = LoadClient.on(cluster.port())
			.keepAlive(1000)
			.requests(1000)
			.timeout(PATIENCE)
			.workload(workload)
			.start()) {
			LoadReport report = load.await();
			assertThat(report.ok()).as(report.toString()).isEqualTo(1000);
		}
		assertThat(workload.computations()).hasSize(1);
	}

	@Test
	void evictionOfOneWorkerIsSeenByTheOthers() {
		List<Duration> delays = new ArrayList<>();
		List<KeptConnection> connections = new ArrayList<>(this.workers.values());
		// The first one finds cold code, here and in all workers.
		Duration first = evict("/cached/first", connections.get(0), connections.get(1));
		for (int i = 0; i < EVICTIONS; i++) {
			Collections.rotate(connections, 1);
			KeptConnection other = connections.get(1 + i % (WORKERS - 1));
			delays.add(evict("/cached/evicted-" + i, connections.get(0), other));
		}
		Collections.sort(delays);
		System.out.printf(
				"An eviction was seen by another worker after: p50 %s, p99 %s, max %s (%d, whole requests), the first %s%n",
				millis(delays, 0.5), millis(delays, 0.99), millis(delays, 1), delays.size(), millis(List.of(first), 1));
		assertThat(percentile(delays, 0.99)).isLessThan(Duration.ofMillis(50));
	}

	/**
	 * Measured from the answer to the request that evicts to the first answer with
	 * another value, with its computation.
	 */
	private Duration evict(String path, KeptConnection evicting, KeptConnection observing) {
		String old = value(evicting, path);
		for (KeptConnection other : this.workers.values()) {
			assertThat(value(other, path)).isEqualTo(old);
		}
		evicting.delete(path);
		long start = System.nanoTime();
		// Without a pause, which would be longer than what is measured.
		while (value(observing, path).equals(old)) {
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENCE);
		}
		Duration delay = Duration.ofNanos(System.nanoTime() - start);
		String current = value(observing, path);
		for (KeptConnection other : this.workers.values()) {
			cluster.await("the new value", PATIENCE, () -> value(other, path).equals(current));
		}
		return delay;
	}

	@Test
	void computationOfAWorkerThatDiesIsDoneByAnother() {
		CompletableFuture<Response> lost = cluster.begin("/cached/orphan?ms=60000");
		String computing = "Computing a value for 'orphan'";
		cluster.awaitLog(computing);
		long victim = cluster.log()
			.stream()
			.filter((line) -> line.contains(computing))
			.map((line) -> Long.parseLong(line.replaceFirst(".* DEBUG (\\d+) ---.*", "$1")))
			.findFirst()
			.orElseThrow();
		List<CompletableFuture<JsonNode>> waiting = this.workers.entrySet()
			.stream()
			.filter((worker) -> worker.getKey() != victim)
			.map((worker) -> worker.getValue().begin("/cached/orphan?ms=100"))
			.toList();
		cluster.kill9(victim);
		List<JsonNode> answers = waiting.stream().map(CompletableFuture::join).toList();
		assertThat(answers).hasSize(WORKERS - 1).containsOnly(answers.get(0));
		assertThat(answers.get(0).path("pid").asLong()).isNotEqualTo(victim);
		assertThat(lost).failsWithin(PATIENCE);
	}

	private static String value(KeptConnection connection, String path) {
		return connection.get(path).path("value").asString("");
	}

	private static String millis(List<Duration> sorted, double share) {
		return "%.1fms".formatted(percentile(sorted, share).toNanos() / 1_000_000.0);
	}

	private static Duration percentile(List<Duration> sorted, double share) {
		return sorted.get((int) Math.ceil(sorted.size() * share) - 1);
	}

}
