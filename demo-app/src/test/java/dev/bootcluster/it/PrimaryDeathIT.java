// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import dev.bootcluster.testing.ClusterProcess;
import dev.bootcluster.testing.Latch;
import dev.bootcluster.testing.LoadClient;
import dev.bootcluster.testing.LoadReport;
import dev.bootcluster.testing.Response;
import dev.bootcluster.testing.Worker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A primary that is killed takes everything with it, but nothing out of the workers'
 * hands.
 */
class PrimaryDeathIT {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	/**
	 * The profile {@code soak} asks for sixty.
	 */
	private static final int SUSPENDED_SECONDS = Integer.getInteger("soak.suspended", 6);

	@Test
	void requestsInFlightAreAnsweredAndNoProcessIsLeft(@TempDir Path temporary) throws IOException {
		try (ClusterProcess cluster = start(temporary); Latch latch = Latch.in(temporary)) {
			int port = cluster.port();
			assertThat(cluster.descendants()).as("two workers, a redis-server and its watcher").hasSizeGreaterThan(3);
			List<Worker> workers = cluster.workers();
			List<CompletableFuture<Response>> requests = List.of(cluster.begin(latch.path()),
					cluster.begin(latch.path()));
			cluster.await("a request in both workers", PATIENCE, () -> TakenConnections.each(workers, port, 1));
			cluster.kill9(cluster.pid());
			assertThat(cluster.awaitExit()).isEqualTo(137);
			assertThat(requests).noneMatch(CompletableFuture::isDone);
			latch.release();
			assertThat(requests).extracting((request) -> request.join().status()).containsOnly(200);
			cluster.awaitNoDescendants();
			new ServerSocket(port).close();
		}
		try (Stream<Path> files = Files.list(temporary)) {
			assertThat(files.filter((file) -> file.getFileName().toString().startsWith("boot-cluster-"))).isEmpty();
		}
	}

	/**
	 * As a debugger, a snapshot of the virtual machine or a closed laptop does it: the
	 * time in which the primary did not run proves nothing about its workers.
	 */
	@Test
	void suspendedPrimaryKillsNobody() {
		try (ClusterProcess cluster = ClusterProcess.ofWorkers(2, "--cluster.shared-state=none",
				"--cluster.worker.hang-timeout=2s");
				LoadClient load = LoadClient.on(cluster.port())
					.keepAlive(10)
					.thinkTime(Duration.ofMillis(100))
					.timeout(Duration.ofSeconds(30))
					.start()) {
			List<Long> before = pids(cluster);
			load.awaitRequests(100);
			cluster.kill("STOP", cluster.pid());
			// Ten clients that think for 100 ms send 100 requests a second at most.
			load.awaitRequests(load.report().requests() + 100L * SUSPENDED_SECONDS);
			cluster.kill("CONT", cluster.pid());
			load.awaitRequests(load.report().requests() + 500);
			assertThat(pids(cluster)).isEqualTo(before);
			assertThat(cluster.log()).noneMatch((line) -> line.contains("hangs") || line.contains("killed"));
			LoadReport report = load.stop();
			assertThat(report.failures()).as(report.toString()).isZero();
		}
	}

	private static List<Long> pids(ClusterProcess cluster) {
		return cluster.workers().stream().map(Worker::pid).toList();
	}

	private static ClusterProcess start(Path temporary) {
		ClusterProcess cluster = ClusterProcess.builder()
			.jvmArgs("-Djava.io.tmpdir=" + temporary)
			.args("--cluster.workers=2", "--spring.profiles.active=chaos")
			.start();
		try {
			return cluster.awaitReady(2);
		}
		catch (Throwable ex) {
			cluster.close();
			throw ex;
		}
	}

}
