// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;

import dev.bootcluster.testing.ClusterProcess;
import dev.bootcluster.testing.LoadClient;
import dev.bootcluster.testing.LoadReport;
import dev.bootcluster.testing.RedisServer;
import dev.bootcluster.testing.Request;
import dev.bootcluster.testing.Response;
import dev.bootcluster.testing.Workload;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Workers find Redis through its sentinels and follow a failover.
 */
@Tag("full")
class SentinelFailoverIT {

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	@Test
	void workersFollowTheSentinelsToTheNewPrimary(@TempDir Path directory) throws IOException {
		try (RedisServer first = RedisServer.in(Files.createDirectory(directory.resolve("first"))).start();
				RedisServer second = RedisServer
					.in(Files.createDirectory(directory.resolve("second")), "--replicaof", "127.0.0.1",
							String.valueOf(first.port()))
					.start();
				RedisServer sentinel = sentinel(directory, first).start();
				ClusterProcess cluster = ClusterProcess.ofWorkers(2, "--spring.data.redis.sentinel.master=shop",
						"--spring.data.redis.sentinel.nodes=127.0.0.1:" + sentinel.port())) {
			Response written = cluster.post("/session/fruit/apple");
			String cookie = written.header("Set-Cookie").orElseThrow(() -> new AssertionError(written)).split(";")[0];
			Request read = Request.get("/session").with("Cookie", cookie);
			cluster.await("a replica that has the session", PATIENCE,
					() -> second.call((redis) -> redis.keys("*sessions:*")).size() == 1
							&& replicas(sentinel).equals("1"));
			LoadClient.Builder clients = LoadClient.on(cluster.port())
				.keepAlive(8)
				.newConnections(2)
				.thinkTime(Duration.ofMillis(50));
			try (LoadClient load = clients.workload(Workload.hello()).start()) {
				first.kill();
				cluster.await("requests that fail", PATIENCE, () -> cluster.send(read).status() == 503);
				awaitSession(cluster, read);
				assertThat(role(second)).isEqualTo("master");
				// The old one comes back, and is made a replica of the new one.
				first.start();
				cluster.await("a replica", PATIENCE, () -> role(first).equals("slave"));
				awaitSession(cluster, read);
				LoadReport report = load.stop();
				assertThat(report.failures()).as(report.toString()).isZero();
			}
		}
	}

	/**
	 * In both workers: so many in a row are not all answered by one.
	 */
	private static void awaitSession(ClusterProcess cluster, Request read) {
		cluster.await("the session", PATIENCE, () -> IntStream.range(0, 20)
			.allMatch((i) -> cluster.send(read).text().contains("\"fruit\":\"apple\"")));
	}

	private static String role(RedisServer server) {
		return server.call((redis) -> String.valueOf(redis.role().get(0)));
	}

	private static String replicas(RedisServer sentinel) {
		return sentinel.call((redis) -> redis.info("sentinel"))
			.lines()
			.filter((line) -> line.startsWith("master0:"))
			.map((line) -> line.replaceAll(".*slaves=(\\d+).*", "$1"))
			.findFirst()
			.orElse("");
	}

	private static RedisServer sentinel(Path directory, RedisServer primary) throws IOException {
		Path own = Files.createDirectory(directory.resolve("sentinel"));
		return RedisServer.sentinel(own, (port) -> write(own.resolve("sentinel.conf"), """
				port %d
				bind 127.0.0.1
				sentinel monitor shop 127.0.0.1 %d 1
				sentinel down-after-milliseconds shop 1000
				sentinel failover-timeout shop 5000
				""".formatted(port, primary.port())));
	}

	private static Path write(Path file, String content) {
		try {
			return Files.writeString(file, content);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
