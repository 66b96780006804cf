// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.bootcluster.testing.ClusterProcess;
import dev.bootcluster.testing.RedisServer;
import dev.bootcluster.testing.Request;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two clusters, as on two hosts, that share a Redis: what one says the other hears, and
 * one of all workers leads.
 */
@Tag("full")
class HostsIT {

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	private static final Pattern TICK = Pattern.compile("Tick (\\d+) in term \\d+$");

	private static final String LEADS = "This worker now leads the workers of all hosts \\(term %d\\)";

	@TempDir
	private Path directory;

	@Test
	void broadcastsReachAllHostsAndOneOfThemLeads() throws IOException {
		try (RedisServer redis = RedisServer.in(this.directory).start();
				ClusterProcess first = host(redis);
				ClusterProcess second = host(redis)) {
			first.awaitReady(1);
			first.awaitLog(LEADS.formatted(1));
			second.awaitReady(1);
			AtomicInteger told = new AtomicInteger();
			first.await("the second host to hear the first", PATIENCE, () -> {
				first.send(Request.post("/notes"));
				return told.incrementAndGet() > 0 && heard(second, first).path("notes").asLong() > 0;
			});
			assertThat(first.send(Request.post("/notes?count=100")).status()).isEqualTo(200);
			second.await("all notes", PATIENCE, () -> heard(second, first).path("last").asLong() == told.get() + 100);
			assertThat(heard(second, first).path("disorder").asLong(-1)).isZero();
			first.await("a job that runs", PATIENCE, () -> ticks(first).size() > 3);
			assertThat(ticks(second)).isEmpty();

			first.kill9(first.pid());
			first.descendants().forEach(ProcessHandle::destroyForcibly);
			second.awaitLog(LEADS.formatted(2));
			second.await("the job to run on the other host", PATIENCE, () -> ticks(second).size() > 3);
			assertThat(Stream.concat(ticks(first).stream(), ticks(second).stream()).toList()).doesNotHaveDuplicates();
		}
	}

	private static ClusterProcess host(RedisServer redis) {
		return ClusterProcess.ofWorkers(1, "--spring.data.redis.host=127.0.0.1",
				"--spring.data.redis.port=" + redis.port(), "--cluster.messaging.scope=redis",
				"--cluster.leader.scope=redis", "--cluster.leader.lease=3s", "--demo.ticks=* * * * * *");
	}

	/**
	 * What the only worker of a host has heard from that of another.
	 */
	private static JsonNode heard(ClusterProcess host, ClusterProcess from) {
		return host.json("/notes").path("1").path("heard").path(Long.toString(from.worker(1).pid()));
	}

	private static List<String> ticks(ClusterProcess host) {
		return host.log().stream().map(TICK::matcher).filter(Matcher::find).map((line) -> line.group(1)).toList();
	}

}
