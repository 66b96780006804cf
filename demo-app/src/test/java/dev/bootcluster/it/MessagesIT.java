// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import dev.bootcluster.testing.ClusterProcess;
import dev.bootcluster.testing.Request;
import dev.bootcluster.testing.Response;
import dev.bootcluster.testing.Worker;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Workers that tell each other things: everything arrives, once, and in its order.
 */
@FourWorkers
class MessagesIT {

	/**
	 * The common pool has one thread for all on a machine with two processors.
	 */
	private static final Executor THREADS = (task) -> new Thread(task).start();

	private static final Duration PATIENCE = Duration.ofMinutes(5);

	private static final int WORKERS = 4;

	private static final int BROADCASTS = Integer.getInteger("soak.broadcasts", 10_000);

	private static final int BATCH = 1000;

	private final ClusterProcess cluster;

	MessagesIT(ClusterProcess cluster) {
		this.cluster = cluster;
	}

	@Test
	void everyWorkerHearsEveryBroadcastOnceAndInTheOrderOfItsSender() {
		letAllHearOfAll();
		JsonNode before = notes();
		long begin = System.nanoTime();
		int batches = BROADCASTS / BATCH;
		for (int i = 0; i < batches; i += WORKERS) {
			List<CompletableFuture<Response>> answers = new ArrayList<>();
			for (int j = i; j < Math.min(i + WORKERS, batches); j++) {
				answers.add(CompletableFuture.supplyAsync(() -> post(BATCH, "hello"), THREADS));
			}
			answers.forEach((answer) -> assertThat(answer.join().status()).as(answer.join().toString()).isEqualTo(200));
		}
		this.cluster.await("all to hear all", PATIENCE, () -> heard(before) == (long) BROADCASTS * WORKERS);
		System.out.printf("%d broadcasts to %d workers, %.0f a second, none lost%n", BROADCASTS, WORKERS,
				BROADCASTS * 1e9 / (System.nanoTime() - begin));
		assertThat(heard(before)).isEqualTo((long) BROADCASTS * WORKERS);
		JsonNode after = notes();
		List<Worker> workers = this.cluster.workers();
		for (Worker worker : workers) {
			for (Worker sender : workers) {
				JsonNode then = tally(before, worker, sender);
				JsonNode now = tally(after, worker, sender);
				assertThat(now.path("disorder").asLong()).isEqualTo(then.path("disorder").asLong());
				assertThat(now.path("notes").asLong() - then.path("notes").asLong())
					.isEqualTo(now.path("last").asLong() - then.path("last").asLong());
			}
		}
	}

	/**
	 * Workers may have been replaced, or have missed something, in other tests.
	 */
	private void letAllHearOfAll() {
		List<Worker> workers = this.cluster.workers();
		this.cluster.await("all workers to hear of all", PATIENCE, () -> {
			// One from each, as they take turns.
			workers.forEach((worker) -> post(1, "hello"));
			JsonNode notes = notes();
			return workers.stream()
				.allMatch((sender) -> workers.stream()
					.mapToLong((worker) -> tally(notes, worker, sender).path("last").asLong(-worker.slot()))
					.distinct()
					.count() == 1);
		});
	}

	private static JsonNode tally(JsonNode notes, Worker worker, Worker sender) {
		return notes.path(Integer.toString(worker.slot())).path("heard").path(Long.toString(sender.pid()));
	}

	@Test
	void workerThatStopsReadingHurtsNobodyAndIsToldWhatItMissed() {
		Worker stopped = this.cluster.worker(WORKERS);
		assertThat(this.cluster.post("/actuator/cluster/pause", "{\"slot\":%d}".formatted(WORKERS)).status())
			.isEqualTo(202);
		JsonNode before = notes();
		this.cluster.kill("STOP", stopped.pid());
		try {
			for (int i = 0; i < 3; i++) {
				assertThat(post(BATCH, "x".repeat(4096)).status()).isEqualTo(200);
			}
			this.cluster
				.awaitLog("Worker %d \\(pid %d, .* has taken no messages for 5.0s".formatted(WORKERS, stopped.pid()));
		}
		finally {
			this.cluster.kill("CONT", stopped.pid());
		}
		this.cluster.awaitLog(
				"Worker %d \\(pid %d, .* takes messages again; \\d+ were dropped".formatted(WORKERS, stopped.pid()));
		this.cluster.await("the others to hear all", PATIENCE, () -> heard(before) >= 3L * BATCH * (WORKERS - 1));
		JsonNode after = notes();
		for (int slot = 1; slot < WORKERS; slot++) {
			assertThat(heard(after, slot) - heard(before, slot)).isEqualTo(3L * BATCH);
		}
		assertThat(heard(after, WORKERS) - heard(before, WORKERS)).isBetween(1L, 3L * BATCH - 1);
		assertThat(this.cluster.post("/actuator/cluster/resume", "{\"slot\":%d}".formatted(WORKERS)).status())
			.isEqualTo(202);
		assertThat(this.cluster.awaitLog("messages to this worker were lost")).contains("worker-" + WORKERS);
		assertThat(post(1, "hello").text()).isEqualTo("{\"notes\":1,\"workers\":%d}".formatted(WORKERS));
	}

	private Response post(int count, String text) {
		return this.cluster.send(Request.post("/notes?count=%d&text=%s".formatted(count, text)));
	}

	private JsonNode notes() {
		return new JsonMapper().readTree(this.cluster.get("/notes").text());
	}

	/**
	 * How many notes all workers have heard since then.
	 */
	private long heard(JsonNode before) {
		JsonNode now = notes();
		long heard = 0;
		for (int slot = 1; slot <= WORKERS; slot++) {
			heard += heard(now, slot) - heard(before, slot);
		}
		return heard;
	}

	private static long heard(JsonNode notes, int slot) {
		long heard = 0;
		for (JsonNode tally : notes.path(Integer.toString(slot)).path("heard")) {
			heard += tally.path("notes").asLong();
		}
		return heard;
	}

}
