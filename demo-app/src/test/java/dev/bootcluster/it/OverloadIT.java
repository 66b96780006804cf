// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.StreamSupport;

import dev.bootcluster.test.FreePorts;
import dev.bootcluster.testing.ClusterProcess;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A worker whose clients ask for more than it can do gives some of them to the other,
 * although both have as many.
 */
@Tag("full")
class OverloadIT {

	private static final int CLIENTS = 40;

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	@Test
	void connectionsLeaveAnOverloadedWorkerAndReturn() throws Exception {
		ExecutorService threads = Executors.newCachedThreadPool();
		try (ClusterProcess cluster = ClusterProcess.builder()
			.managementPort(FreePorts.one())
			.args("--cluster.workers=2", "--cluster.shared-state=none", "--server.tomcat.threads.max=4",
					"--server.tomcat.max-keep-alive-requests=-1", "--server.tomcat.keep-alive-timeout=10m")
			.start()) {
			cluster.awaitReady(2);
			long overloaded = cluster.worker(1).pid();
			List<LastingClient> all = new ArrayList<>();
			List<LastingClient> busy = new ArrayList<>();
			for (int i = 0; i < CLIENTS; i++) {
				LastingClient client = new LastingClient(cluster.port());
				all.add(client);
				if (JsonMapper.shared().readTree(client.get("/worker")).path("pid").asLong() == overloaded) {
					busy.add(client);
				}
			}
			assertThat(busy).hasSizeBetween(15, 25);
			AtomicBoolean asking = new AtomicBoolean(true);
			List<Future<Integer>> askers = busy.stream()
				.map((client) -> threads.submit(() -> ask(client, asking)))
				.toList();
			cluster.await("the overload", PATIENCE, () -> told(cluster, "WORKER_OVERLOADED", overloaded));
			cluster.await("those that leave", PATIENCE,
					() -> cluster.cluster().at("/workers/0/traffic/migratedOut").asInt() >= busy.size() / 5);
			asking.set(false);
			int answers = 0;
			for (Future<Integer> asker : askers) {
				answers += asker.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
			}
			assertThat(answers).isPositive();
			cluster.await("the recovery", PATIENCE, () -> told(cluster, "WORKER_RECOVERED", overloaded));
			for (LastingClient client : all) {
				assertThat(client.get("/hello")).startsWith("Handled by process");
				client.close();
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	private static int ask(LastingClient client, AtomicBoolean asking) throws IOException {
		int answers = 0;
		while (asking.get()) {
			assertThat(client.get("/slow?ms=300")).isNotEmpty();
			answers++;
		}
		return answers;
	}

	private static boolean told(ClusterProcess cluster, String type, long pid) {
		return StreamSupport.stream(cluster.json("/actuator/cluster/events").path("events").spliterator(), false)
			.anyMatch((event) -> event.path("type").asString("").equals(type) && event.path("pid").asLong() == pid);
	}

}
