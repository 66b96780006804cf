// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import dev.bootcluster.testing.ClusterProcess;
import dev.bootcluster.testing.RedisCluster;
import dev.bootcluster.testing.RedisServer;
import dev.bootcluster.testing.Request;
import dev.bootcluster.testing.Response;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Workers share a Redis Cluster and follow its failover.
 */
@Tag("full")
class RedisClusterIT {

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	@Test
	void sessionsOfANodeThatDiesAreServedByItsReplica(@TempDir Path directory)
			throws IOException, InterruptedException {
		try (RedisCluster redis = RedisCluster.start(directory);
				ClusterProcess cluster = ClusterProcess.ofWorkers(2,
						"--spring.data.redis.cluster.nodes=" + redis.addresses(), "--cluster.cache.near=true",
						"--cluster.messaging.scope=redis", "--cluster.leader.scope=redis")) {
			cluster.awaitLog("This worker now leads the workers of all hosts");
			List<Request> reads = new ArrayList<>();
			while (sessions(redis.first()) < 2) {
				reads.add(session(cluster));
			}
			MixedLoad.on(cluster, (sessions) -> {
				redis.first().kill();
				long start = System.nanoTime();
				cluster.await("requests that fail", PATIENCE,
						() -> reads.stream().anyMatch((read) -> cluster.send(read).status() == 503));
				assertThat(cluster.get("/cached/any").status()).isEqualTo(200);
				awaitAll(cluster, reads);
				System.out.printf("All sessions were served %.1f s after a node died%n",
						(System.nanoTime() - start) / 1_000_000_000.0);
				assertThat(role(redis.replica())).isEqualTo("master");
				redis.first().start();
				cluster.await("a replica", PATIENCE, () -> role(redis.first()).equals("slave"));
				MixedLoad.awaitMore(cluster, "requests that succeed", 200, () -> sessions.report().ok());
				awaitAll(cluster, reads);
			});
		}
	}

	private static Request session(ClusterProcess cluster) {
		Response written = cluster.post("/session/fruit/apple");
		String cookie = written.header("Set-Cookie").orElseThrow(() -> new AssertionError(written)).split(";")[0];
		return Request.get("/session").with("Cookie", cookie);
	}

	private static int sessions(RedisServer node) {
		return node.call((redis) -> redis.keys("*sessions:*")).size();
	}

	/**
	 * Both workers take turns.
	 */
	private static void awaitAll(ClusterProcess cluster, List<Request> reads) {
		cluster.await("all sessions", PATIENCE,
				() -> IntStream.range(0, 2)
					.allMatch((i) -> reads.stream()
						.allMatch((read) -> cluster.send(read).text().contains("\"fruit\":\"apple\""))));
	}

	private static String role(RedisServer server) {
		return server.call((redis) -> String.valueOf(redis.role().get(0)));
	}

}
