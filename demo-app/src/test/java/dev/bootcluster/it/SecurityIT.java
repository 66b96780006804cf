// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

import dev.bootcluster.it.secured.SecuredApplication;
import dev.bootcluster.testing.ClusterProcess;
import dev.bootcluster.testing.Request;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * In an application with Spring Security the authority that the operator named may
 * command the cluster, from wherever, and no other user; its {@code main} goes on after
 * {@code run()} in workers only, and its listeners hear there what happens to the
 * cluster.
 */
class SecurityIT {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	@Test
	void securityLetsTheOperatorThroughFromElsewhere() {
		try (ClusterProcess cluster = ClusterProcess.builder()
			.classPath(System.getProperty("java.class.path"), SecuredApplication.class.getName())
			.args("--cluster.workers=2", "--cluster.shared-state=none", "--spring.autoconfigure.exclude=",
					"--cluster.access.authority=ROLE_OPERATOR")
			.start()) {
			for (int slot = 1; slot <= 2; slot++) {
				cluster.awaitLog("Worker %d .* ready".formatted(slot));
			}
			Request order = Request.post("/actuator/cluster/start").with("X-Forwarded-For", "192.0.2.1");
			assertThat(cluster.send(order.ofAStranger()).status()).as("without a password").isEqualTo(401);
			assertThat(cluster.send(order.with("Authorization", basic("operator:wrong"))).status()).isEqualTo(401);
			assertThat(cluster.send(order.with("Authorization", basic("user:secret"))).status()).isEqualTo(403);
			Request read = Request.get("/actuator/cluster/events").with("X-Forwarded-For", "192.0.2.1");
			assertThat(cluster.send(read.with("Authorization", basic("user:secret"))).status()).isEqualTo(403);
			assertThat(cluster.send(read.with("Authorization", basic("operator:secret"))).status()).isEqualTo(200);
			assertThat(cluster.send(order.with("Authorization", basic("operator:secret"))).status()).isEqualTo(202);
			cluster.awaitLog("Heard WORKER_READY in process");
			cluster.await("the end of main in both workers", PATIENCE, () -> ended(cluster).size() >= 2);
			assertThat(ended(cluster)).doesNotHaveDuplicates().doesNotContain(cluster.pid()).hasSize(2);
		}
	}

	private static List<Long> ended(ClusterProcess cluster) {
		String mark = "After run in process ";
		return cluster.log()
			.stream()
			.filter((line) -> line.contains(mark))
			.map((line) -> Long.valueOf(line.substring(line.indexOf(mark) + mark.length()).strip()))
			.toList();
	}

	private static String basic(String credentials) {
		return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
	}

}
