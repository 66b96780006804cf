// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.bootcluster.testing.ClusterProcess;
import dev.bootcluster.testing.ClusterProcessBuilder;
import dev.bootcluster.testing.Latch;
import dev.bootcluster.testing.Response;
import dev.bootcluster.testing.Worker;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What signals do to a cluster.
 */
class ShutdownIT {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	@TempDir
	private Path temporary;

	/**
	 * SIGHUP ends as it does in plain Boot: 129, and in good order.
	 */
	@ParameterizedTest
	@CsvSource({ "INT, true, 0", "TERM, true, 0" })
	void signalEndsTheClusterAfterTheRequestsInFlight(String signal, boolean wholeGroup, int code) throws IOException {
		assertEnds(signal, wholeGroup, code);
	}

	@ParameterizedTest
	@CsvSource({ "TERM, false, 0", "HUP, true, 129" })
	@Tag("full")
	void otherSignalsEndItToo(String signal, boolean wholeGroup, int code) throws IOException {
		assertEnds(signal, wholeGroup, code);
	}

	private void assertEnds(String signal, boolean wholeGroup, int code) throws IOException {
		// With Redis only once: it is slow to start and needed by nobody here.
		try (ClusterProcess cluster = start(wholeGroup && signal.equals("TERM") ? "redis" : "none");
				Latch latch = Latch.in(this.temporary)) {
			List<CompletableFuture<Response>> requests = beginInAllWorkers(cluster, latch);
			if (wholeGroup) {
				cluster.signalGroup(signal);
			}
			else {
				cluster.signal(signal);
			}
			for (int slot = 1; slot <= 2; slot++) {
				cluster.awaitLog("Worker %d .* draining".formatted(slot));
			}
			assertThat(requests).noneMatch(CompletableFuture::isDone);
			latch.release();
			assertThat(requests).extracting((request) -> request.join().status()).containsOnly(200);
			assertThat(cluster.awaitExit()).isEqualTo(code);
			assertThat(cluster.log()).as("a second wait").noneMatch((line) -> line.contains("GracefulShutdown"));
			assertNothingIsLeft(cluster);
		}
	}

	@Test
	void secondSignalKillsAtOnce() throws IOException {
		// Nobody waits as long as this drain may take.
		try (ClusterProcess cluster = start("none", "--cluster.worker.drain-timeout=1h");
				Latch latch = Latch.in(this.temporary)) {
			List<CompletableFuture<Response>> requests = beginInAllWorkers(cluster, latch);
			cluster.signal("TERM");
			cluster.awaitLog("Worker 2 .* draining");
			cluster.signal("TERM");
			assertThat(cluster.awaitExit()).isZero();
			assertThat(requests).allSatisfy(
					(request) -> cluster.await("the end of a request", PATIENCE, request::isCompletedExceptionally));
			assertNothingIsLeft(cluster);
		}
	}

	@Test
	@Tag("full")
	void nohupOutlivesTheTerminal() throws IOException {
		try (ClusterProcess cluster = ClusterProcess.builder()
			.nohup()
			.jvmArgs("-Djava.io.tmpdir=" + this.temporary)
			.args("--cluster.workers=1", "--cluster.shared-state=none")
			.start()
			.awaitReady(1)) {
			Worker worker = cluster.worker(1);
			cluster.signalGroup("HUP");
			assertThat(cluster.get("/hello").text()).endsWith(" " + worker.pid());
			assertThat(cluster.reload().status()).isEqualTo(202);
			assertThat(cluster.awaitReload().hasSucceeded()).isTrue();
			cluster.signal("TERM");
			assertThat(cluster.awaitExit()).isZero();
			assertNothingIsLeft(cluster);
		}
	}

	private ClusterProcess start(String sharedState, String... args) {
		ClusterProcessBuilder builder = ClusterProcess.builder()
			.ownGroup()
			.jvmArgs("-Djava.io.tmpdir=" + this.temporary)
			.args("--cluster.workers=2", "--cluster.shared-state=" + sharedState, "--spring.profiles.active=chaos")
			.args(args);
		ClusterProcess cluster = builder.start();
		try {
			return cluster.awaitReady(2);
		}
		catch (Throwable ex) {
			cluster.close();
			throw ex;
		}
	}

	private static List<CompletableFuture<Response>> beginInAllWorkers(ClusterProcess cluster, Latch latch) {
		List<Worker> workers = cluster.workers();
		List<CompletableFuture<Response>> requests = IntStream.range(0, 4)
			.mapToObj((i) -> cluster.begin(latch.path()))
			.toList();
		cluster.await("two requests in each worker", PATIENCE, () -> TakenConnections.each(workers, cluster.port(), 2));
		return requests;
	}

	private void assertNothingIsLeft(ClusterProcess cluster) throws IOException {
		cluster.awaitNoDescendants();
		try (Stream<Path> files = Files.list(this.temporary)) {
			assertThat(files.filter((file) -> file.getFileName().toString().startsWith("boot-cluster-"))).isEmpty();
		}
	}

}
