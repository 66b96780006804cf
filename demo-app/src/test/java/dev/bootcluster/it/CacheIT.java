// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import dev.bootcluster.testing.ClusterProcess;
import dev.bootcluster.testing.LoadClient;
import dev.bootcluster.testing.LoadReport;
import dev.bootcluster.testing.Response;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Four workers and their caches.
 */
@FourWorkers
class CacheIT {

	private static final int WORKERS = 4;

	private static final int EVICTIONS = 200;

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	private final ClusterProcess cluster;

	private final Map<Long, KeptConnection> workers;

	CacheIT(ClusterProcess cluster) {
		this.cluster = cluster;
		this.workers = KeptConnection.toEachOf(cluster.port(), WORKERS);
	}

	@Test
	void thousandRequestsForAMissingValueCostOneComputation() {
		CachedWorkload workload = new CachedWorkload(1, "?ms=2000");
		try (LoadClient load = LoadClient.on(this.cluster.port())
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
		List<Eviction> evictions = new ArrayList<>();
		List<KeptConnection> connections = new ArrayList<>(this.workers.values());
		for (int i = 0; i < EVICTIONS; i++) {
			KeptConnection other = connections.get(1 + i % (WORKERS - 1));
			evictions.add(evict("/cached/evicted-" + i, connections.get(0), other));
			Collections.rotate(connections, 1);
		}
		System.out.printf(
				"An eviction was seen by another worker after: %s; from the evicting request's answer on: %s;"
						+ " the new value was there after: %s%n",
				describe(evictions, Eviction::seen), describe(evictions, Eviction::stale),
				describe(evictions, Eviction::computed));
	}

	private Eviction evict(String path, KeptConnection evicting, KeptConnection observing) {
		String old = value(evicting, path);
		for (KeptConnection other : this.workers.values()) {
			assertThat(value(other, path)).isEqualTo(old);
		}
		long start = System.nanoTime();
		evicting.delete(path);
		long evicted = System.nanoTime();
		long asked = evicted;
		// Without a pause, which would be longer than what is measured.
		while (value(observing, path).equals(old)) {
			asked = System.nanoTime();
			assertThat(Duration.ofNanos(asked - start)).isLessThan(PATIENCE);
		}
		Eviction eviction = new Eviction(Duration.ofNanos(asked - start), Duration.ofNanos(asked - evicted),
				Duration.ofNanos(System.nanoTime() - start));
		String current = value(observing, path);
		for (KeptConnection other : this.workers.values()) {
			this.cluster.await("the new value", PATIENCE, () -> value(other, path).equals(current));
		}
		return eviction;
	}

	@Test
	void computationOfAWorkerThatDiesIsDoneByAnother() {
		CompletableFuture<Response> lost = this.cluster.begin("/cached/orphan?ms=60000");
		String computing = "Computing a value for 'orphan'";
		this.cluster.awaitLog(computing);
		long victim = this.cluster.log()
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
		this.cluster.kill9(victim);
		List<JsonNode> answers = waiting.stream().map(CompletableFuture::join).toList();
		assertThat(answers).hasSize(WORKERS - 1).containsOnly(answers.get(0));
		assertThat(answers.get(0).path("pid").asLong()).isNotEqualTo(victim);
		assertThat(lost).failsWithin(PATIENCE);
	}

	private static String value(KeptConnection connection, String path) {
		return connection.get(path).path("value").asString("");
	}

	private static String describe(List<Eviction> evictions, Function<Eviction, Duration> delay) {
		List<Duration> sorted = evictions.stream().map(delay).sorted().toList();
		return "p50 %s, p99 %s, max %s, the first %s of %d".formatted(millis(percentile(sorted, 0.5)),
				millis(percentile(sorted, 0.99)), millis(percentile(sorted, 1)), millis(delay.apply(evictions.get(0))),
				sorted.size());
	}

	private static String millis(Duration delay) {
		return "%.1f ms".formatted(delay.toNanos() / 1_000_000.0);
	}

	private static Duration percentile(List<Duration> sorted, double share) {
		return sorted.get((int) Math.ceil(sorted.size() * share) - 1);
	}

	/**
	 * How soon another worker sees an eviction.
	 *
	 * @param seen from the sending of the request that evicts until the first request is
	 * sent that does not get the old value any more
	 * @param stale the same, from the answer to the former
	 * @param computed from the sending of the former until the answer to the latter, with
	 * the computation of the new value
	 */
	private record Eviction(Duration seen, Duration stale, Duration computed) {

	}

}
