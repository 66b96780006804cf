// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import dev.bootcluster.testing.ClusterProcess;
import dev.bootcluster.testing.Reload;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Connections outlive their workers.
 */
@Tag("full")
class MigrationIT {

	private static final int CLIENTS = 64;

	/**
	 * The profile {@code soak} asks for twenty.
	 */
	private static final int RELOADS = Integer.getInteger("soak.migrations", 3);

	private static final String HANDLED = "Handled by process ";

	private static final Duration SETTLED = Duration.ofSeconds(10);

	@ParameterizedTest
	@CsvSource({ "round-robin, 2", "round-robin, 4", "sticky, 2" })
	void noConnectionIsClosedByReloads(String policy, int workers) throws Exception {
		try (ClusterProcess cluster = start(workers, "--cluster.balancing=" + policy)) {
			Clients clients = new Clients(cluster.port());
			LastingClient silent = new LastingClient(cluster.port());
			silent.get("/hello");
			boolean sticky = policy.equals("sticky");
			for (int i = 0; i < RELOADS; i++) {
				reloadUnder(cluster, sticky);
				assertThat(silent.get("/hello")).startsWith(HANDLED);
			}
			if (!sticky) {
				cluster.await("even shares", SETTLED, () -> skew(cluster) <= 1.2);
			}
			clients.perWorker.clear();
			long settled = clients.answers.sum();
			cluster.await("more answers", Duration.ofMinutes(1),
					() -> clients.answers.sum() > settled + 1000 * workers);
			Map<Long, LongAdder> perWorker = Map.copyOf(clients.perWorker);
			clients.stop();
			System.out.println("%s: %d answers on %d connections through %d reloads; then per worker %s"
				.formatted(policy, clients.answers.sum(), CLIENTS, RELOADS, perWorker));
			if (!sticky) {
				assertThat(perWorker).hasSize(workers);
				long most = perWorker.values().stream().mapToLong(LongAdder::sum).max().orElseThrow();
				long fewest = perWorker.values().stream().mapToLong(LongAdder::sum).min().orElseThrow();
				assertThat((double) most / fewest).as("skew").isLessThanOrEqualTo(1.2);
			}
			silent.close();
		}
	}

	/**
	 * Reload while one request has half arrived and others wait behind a slow one. With
	 * sticky sessions a head is read and put back until it is complete, so the connection
	 * moves with it.
	 */
	private static void reloadUnder(ClusterProcess cluster, boolean sticky) throws IOException {
		try (LastingClient half = new LastingClient(cluster.port());
				LastingClient pipelining = new LastingClient(cluster.port())) {
			long worker = pid(half.get("/worker"));
			half.send("GET /worker HTTP/1.1\r\nHo");
			pipelining.send(LastingClient.request("/slow?ms=3000") + LastingClient.request("/worker")
					+ LastingClient.request("/hello"));
			assertThat(cluster.reload().status()).isEqualTo(202);
			cluster.await("the drain", Duration.ofMinutes(3), () -> drains(cluster, worker));
			half.send("st: localhost\r\n\r\n");
			long other = pid(half.read());
			if (!sticky) {
				assertThat(other).isEqualTo(worker);
			}
			Reload verdict = cluster.awaitReload();
			assertThat(verdict.hasSucceeded()).as(verdict.json().toString()).isTrue();
			assertThat(pid(half.get("/worker"))).isNotEqualTo(worker);
			assertThat(pipelining.read()).startsWith(HANDLED);
			assertThat(pid(pipelining.read())).isPositive();
			assertThat(pipelining.read()).startsWith(HANDLED);
		}
	}

	private static long pid(String worker) {
		return JsonMapper.shared().readTree(worker).path("pid").asLong();
	}

	private static boolean drains(ClusterProcess cluster, long worker) {
		return StreamSupport.stream(cluster.json("/actuator/cluster/events").path("events").spliterator(), false)
			.anyMatch((event) -> event.path("type").asString("").equals("WORKER_DRAINING")
					&& event.path("pid").asLong() == worker);
	}

	@Test
	void thousandsOfIdleConnectionsSurviveARollingRestart() throws Exception {
		try (ClusterProcess cluster = start(2)) {
			List<LastingClient> clients = new ArrayList<>();
			for (int i = 0; i < 5000; i++) {
				clients.add(new LastingClient(cluster.port()));
				assertThat(clients.get(i).get("/hello")).startsWith(HANDLED);
			}
			assertThat(cluster.post("/actuator/cluster/restart").status()).isEqualTo(202);
			assertThat(cluster.awaitReload().hasSucceeded()).isTrue();
			for (LastingClient client : clients) {
				client.send(LastingClient.request("/hello"));
			}
			for (LastingClient client : clients) {
				assertThat(client.read()).startsWith(HANDLED);
			}
			cluster.await("even shares", Duration.ofMinutes(1), () -> skew(cluster) <= 1.2);
			System.out
				.println("drains of thousands of idle connections, to the exit of the process: " + drains(cluster));
			for (LastingClient client : clients) {
				client.close();
			}
		}
	}

	@Test
	void connectionsAreClosedAsBeforeIfTheyMayNotMove() throws Exception {
		try (ClusterProcess cluster = ClusterProcess.ofWorkers(2, "--cluster.shared-state=none",
				"--cluster.drain.migrate=false", "--cluster.worker.drain-timeout=3s");
				LastingClient client = new LastingClient(cluster.port())) {
			client.get("/hello");
			assertThat(cluster.post("/actuator/cluster/restart").status()).isEqualTo(202);
			assertThat(cluster.awaitReload().hasSucceeded()).isTrue();
			cluster.await("the close", Duration.ofSeconds(30), () -> {
				try {
					client.get("/hello");
					return false;
				}
				catch (IOException ex) {
					return true;
				}
			});
		}
	}

	private static ClusterProcess start(int workers, String... args) {
		return ClusterProcess.ofWorkers(workers,
				Stream.concat(Stream.of("--cluster.shared-state=none", "--cluster.reload.bake-time=1s",
						"--server.tomcat.max-keep-alive-requests=-1", "--server.tomcat.keep-alive-timeout=10m",
						"--server.tomcat.connection-timeout=5m"), Stream.of(args))
					.toArray(String[]::new));
	}

	private static double skew(ClusterProcess cluster) {
		List<Long> connections = StreamSupport.stream(cluster.cluster().path("workers").spliterator(), false)
			.map((worker) -> worker.path("connections").asLong())
			.toList();
		long most = connections.stream().mapToLong(Long::longValue).max().orElseThrow();
		long fewest = connections.stream().mapToLong(Long::longValue).min().orElseThrow();
		return (double) most / Math.max(fewest, 1);
	}

	private static List<Duration> drains(ClusterProcess cluster) {
		Map<Long, Instant> begun = new ConcurrentHashMap<>();
		List<Duration> drains = new ArrayList<>();
		for (JsonNode event : cluster.json("/actuator/cluster/events").path("events")) {
			Instant time = Instant.parse(event.path("time").asString(""));
			if (event.path("type").asString("").equals("WORKER_DRAINING")) {
				begun.put(event.path("pid").asLong(), time);
			}
			if (event.path("type").asString("").equals("WORKER_EXITED")
					&& begun.containsKey(event.path("pid").asLong())) {
				drains.add(Duration.between(begun.get(event.path("pid").asLong()), time));
			}
		}
		return drains;
	}

	/**
	 * Clients that ask again and again, each on its only connection.
	 */
	private static final class Clients {

		private final LongAdder answers = new LongAdder();

		private final Map<Long, LongAdder> perWorker = new ConcurrentHashMap<>();

		private final ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);

		private final List<Future<Integer>> results = new ArrayList<>();

		private volatile boolean stopped;

		Clients(int port) {
			for (int i = 0; i < CLIENTS; i++) {
				this.results.add(this.threads.submit(() -> ask(port)));
			}
		}

		private int ask(int port) throws IOException {
			try (LastingClient client = new LastingClient(port)) {
				int localPort = client.localPort();
				while (!this.stopped) {
					JsonNode worker = JsonMapper.shared().readTree(client.get("/worker"));
					this.perWorker.computeIfAbsent(worker.path("pid").asLong(), (pid) -> new LongAdder()).increment();
					this.answers.increment();
					LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(ThreadLocalRandom.current().nextInt(20, 80)));
				}
				assertThat(client.localPort()).isEqualTo(localPort);
				return localPort;
			}
		}

		void stop() throws Exception {
			this.stopped = true;
			for (Future<Integer> result : this.results) {
				result.get(1, TimeUnit.MINUTES);
			}
			this.threads.shutdown();
		}

	}

}
