// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;

import dev.bootcluster.test.FreePorts;
import dev.bootcluster.testing.ClusterProcess;
import dev.bootcluster.testing.Request;
import dev.bootcluster.testing.Response;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The dashboard's stream goes on whatever happens to workers, and holds none of them up.
 */
@Tag("full")
class DashboardIT {

	private static final String DASHBOARD = "/actuator/cluster/dashboard";

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	/**
	 * Longer than the test waits for a reload.
	 */
	private static final String ENDLESS_DRAIN = "--cluster.drain.timeout=10m";

	@Test
	void readerNoticesNeitherAReloadNorTheDeathOfItsWorker() throws IOException {
		try (ClusterProcess cluster = ClusterProcess.ofWorkers(2, "--cluster.shared-state=none", ENDLESS_DRAIN);
				DashboardReader reader = new DashboardReader(cluster, cluster.port())) {
			reader.awaitSamples(2);
			assertThat(reader.names()).contains("hello", "cluster", "samples", "events", "log")
				.doesNotContain("reload");
			assertThat(cluster.reload().status()).isEqualTo(202);
			assertThat(cluster.awaitReload().hasSucceeded()).as("no drain waits for a stream").isTrue();
			assertThat(reader.opened()).isGreaterThan(1);
			reader.awaitSamples(2);
			assertThat(reader.names()).contains("reload");
			int opened = reader.opened();
			cluster.kill9(cluster.worker(reader.slot()).pid());
			cluster.await("another stream", PATIENCE, () -> reader.opened() > opened);
			reader.awaitSamples(2);
			cluster.awaitReady(2);
			assertWithoutGap(reader.samples());
			assertWithoutGap(reader.events());
			door(cluster);
			assertEnds(cluster);
		}
	}

	@Test
	void managementPortServesItWithoutAnyWorker() throws IOException {
		int port = FreePorts.one();
		try (ClusterProcess cluster = ClusterProcess.builder()
			.args("--cluster.workers=1", "--cluster.shared-state=none", ENDLESS_DRAIN)
			.managementPort(port)
			.start(); DashboardReader reader = new DashboardReader(cluster, port)) {
			cluster.awaitReady(1);
			reader.awaitSamples(2);
			assertThat(reader.slot()).as("served by the primary").isZero();
			cluster.kill9(cluster.worker(1).pid());
			reader.awaitSamples(2);
			cluster.awaitReady(1);
			assertThat(reader.opened()).isOne();
			assertWithoutGap(reader.samples());
			assertWithoutGap(reader.events());
			door(cluster);
			assertEnds(cluster);
		}
	}

	/**
	 * What is there beside the stream, and for whom.
	 */
	private static void door(ClusterProcess cluster) {
		assertThat(cluster.json("/actuator").at("/_links/cluster-dashboard/href").asString())
			.endsWith("/actuator/cluster/dashboard");
		Response plot = cluster.send(Request.get(DASHBOARD + "/uplot/uPlot.iife.min.js").ofAStranger());
		assertThat(plot.status()).isEqualTo(200);
		assertThat(plot.text()).contains("uPlot");
		assertThat(plot.header("Content-Security-Policy").toString()).contains("default-src 'none'");
		assertThat(cluster.get("/webjars/uplot/1.6.30/dist/uPlot.iife.min.js").status()).isEqualTo(404);
		assertThat(cluster.send(Request.get(DASHBOARD + "/stream").ofAStranger()).status()).isEqualTo(403);
		assertThat(cluster.get("/actuator/cluster/1/cluster/dashboard/stream").status()).as("relayed").isEqualTo(404);
	}

	/**
	 * Also while a reader is connected.
	 */
	private static void assertEnds(ClusterProcess cluster) {
		cluster.signal("TERM");
		assertThat(cluster.awaitExit()).isIn(0, 143);
		assertThat(cluster.wholeLog()).noneMatch((line) -> line.contains("connections are cut"));
	}

	private static void assertWithoutGap(List<Long> ids) {
		assertThat(ids).containsExactlyElementsOf(LongStream.rangeClosed(1, ids.size()).boxed().toList());
	}

}
