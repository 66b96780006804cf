// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import dev.bootcluster.test.FreePorts;
import dev.bootcluster.testing.Certificate;
import dev.bootcluster.testing.ClusterProcess;
import dev.bootcluster.testing.Reload;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients that keep idle connections while the cluster is reloaded.
 */
@Tag("soak")
class IdleConnectionsIT {

	private static final int CLIENTS = 400;

	private static final int RELOADS = 5;

	private static final Duration DRAIN = Duration.ofSeconds(30);

	@TempDir
	private Path temporary;

	@Test
	void idleConnectionStaysOpenUntilTheDeadline() throws Exception {
		reloadUnderIdleConnections("HTTP", (port) -> new Socket(InetAddress.getLoopbackAddress(), port));
	}

	@Test
	void idleConnectionOverTlsStaysOpenUntilTheDeadline() throws Exception {
		Certificate certificate = Certificate.create(this.temporary);
		var sockets = certificate.clientContext().getSocketFactory();
		reloadUnderIdleConnections("TLS", (port) -> sockets.createSocket(InetAddress.getLoopbackAddress(), port),
				certificate.serverArguments());
	}

	private static void reloadUnderIdleConnections(String name, Connector connector, String... args) throws Exception {
		long seed = System.nanoTime();
		System.out.println(name + ": seed " + seed);
		try (ClusterProcess cluster = ClusterProcess.builder()
			.args("--cluster.workers=2", "--cluster.shared-state=none", "--cluster.worker.drain-timeout=" + DRAIN,
					"--cluster.reload.bake-time=1s", "--management.server.ssl.enabled=false")
			.managementPort(FreePorts.one())
			.args(args)
			.start()) {
			cluster.awaitReady(2);
			Clients clients = new Clients(() -> connector.connect(cluster.port()), seed);
			cluster.await("the first answers", Duration.ofMinutes(2), () -> clients.answers.sum() >= 2 * CLIENTS);
			for (int i = 0; i < RELOADS; i++) {
				assertThat(cluster.reload().status()).isEqualTo(202);
				Reload verdict = cluster.awaitReload();
				assertThat(verdict.hasSucceeded()).as(verdict.json().toString()).isTrue();
			}
			List<PausingClient.Closed> closed = clients.stop();
			Map<Long, Instant> drains = drains(cluster);
			List<PausingClient.Closed> early = closed.stream()
				.filter((connection) -> !drains.containsKey(connection.worker())
						|| connection.time().isBefore(drains.get(connection.worker()).plus(DRAIN)))
				.toList();
			System.out.println("%s: %d answers, %d reloads, %d idle connections closed at the deadline, %d before"
				.formatted(name, clients.answers.sum(), RELOADS, closed.size() - early.size(), early.size()));
			assertThat(early).isEmpty();
		}
	}

	private static Map<Long, Instant> drains(ClusterProcess cluster) {
		return StreamSupport.stream(cluster.json("/actuator/cluster/events").path("events").spliterator(), false)
			.filter((event) -> event.path("type").asString().equals("WORKER_DRAINING"))
			.collect(Collectors.toMap((event) -> event.path("pid").asLong(),
					(event) -> Instant.parse(event.path("time").asString())));
	}

	/**
	 * Connects to a port.
	 */
	@FunctionalInterface
	private interface Connector {

		Socket connect(int port) throws IOException;

	}

	/**
	 * All clients, each with a thread of its own.
	 */
	private static final class Clients {

		private final LongAdder answers = new LongAdder();

		private final List<PausingClient> clients = new ArrayList<>();

		private final List<Future<List<PausingClient.Closed>>> results = new ArrayList<>();

		private final ExecutorService threads = Executors.newCachedThreadPool();

		Clients(PausingClient.Opener opener, long seed) {
			Random random = new Random(seed);
			for (int i = 0; i < CLIENTS; i++) {
				PausingClient client = new PausingClient(opener, new Random(random.nextLong()), this.answers);
				this.clients.add(client);
				this.results.add(this.threads.submit(client));
			}
		}

		List<PausingClient.Closed> stop() throws Exception {
			this.clients.forEach(PausingClient::stop);
			List<PausingClient.Closed> closed = new ArrayList<>();
			for (Future<List<PausingClient.Closed>> result : this.results) {
				closed.addAll(result.get());
			}
			this.threads.shutdown();
			return closed;
		}

	}

}
