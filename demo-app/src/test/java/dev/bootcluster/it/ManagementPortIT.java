// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

import dev.bootcluster.test.FreePorts;
import dev.bootcluster.testing.ClusterProcess;
import dev.bootcluster.testing.Request;
import dev.bootcluster.testing.Terminal;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A management port of its own is served by the primary, which asks workers for what it
 * does not have.
 */
class ManagementPortIT {

	@Test
	void primaryServesManagementPortWithTheEndpointsOfWorkers() throws IOException {
		int port = FreePorts.one();
		try (ClusterProcess cluster = ClusterProcess.builder()
			.args("--cluster.workers=2", "--cluster.shared-state=none", "--cluster.warmup.paths=/hello,/missing",
					"--cluster.warmup.rounds=3", "--management.endpoints.web.exposure.include=*",
					"--management.endpoint.health.show-details=always")
			.managementPort(port)
			.start()) {
			cluster.awaitReady(2);
			assertThat(
					cluster.log().stream().filter((line) -> line.contains("Warm-up of /missing: the status was 404")))
				.hasSize(2);
			assertThat(cluster.log().stream().filter((line) -> line.contains("Warmed up in "))).hasSize(2);
			assertThat(cluster.log()).noneMatch((line) -> line.contains("Warm-up of /hello"));
			assertThat(cluster.cluster().at("/workers/0/requests").asLong()).as("requests of clients").isZero();
			assertThat(cluster.cluster().at("/primary/pid").asLong()).isEqualTo(cluster.pid());
			assertThat(cluster.get("/actuator/health/readiness").text()).contains("\"cluster\"", "\"UP\"");
			assertThat(cluster.get("/hello").status()).isEqualTo(200);
			assertThat(status(cluster.port(), "/actuator/cluster")).as("on the application's port").isEqualTo(404);
			assertThat(cluster.get("/actuator/metrics").header("Cluster-Slot")).as("a worker's endpoint").isNotEmpty();
			assertThat(cluster.get("/actuator/cluster/2/info").header("Cluster-Slot")).contains("2");
			assertThat(cluster.post("/actuator/loggers/a", "{}").status()).as("in all workers").isEqualTo(204);
			assertThat(cluster.get("/actuator").text()).contains("/actuator/cluster", "/actuator/metrics");
			assertThat(status(port, "/hello")).as("the application on the management port").isEqualTo(404);
			Request stranger = Request.get("/actuator/cluster").ofAStranger().with("Forwarded", "for=192.0.2.1");
			assertThat(cluster.send(stranger).status()).as("through a proxy").isEqualTo(403);
			Terminal terminal = Terminal.ofThisUser();
			assertThat(terminal.status("GET", "127.0.0.1", port, "/actuator/cluster")).isEqualTo(200);
			assertThat(cluster.post("/actuator/cluster/start").status()).as("an order").isEqualTo(202);
		}
	}

	private static int status(int port, String path) throws IOException {
		URI uri = URI.create("http://127.0.0.1:" + port + path);
		return ((HttpURLConnection) uri.toURL().openConnection()).getResponseCode();
	}

}
