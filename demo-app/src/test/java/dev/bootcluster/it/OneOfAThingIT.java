// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import dev.bootcluster.it.single.SingleApplication;
import dev.bootcluster.testing.ClusterProcess;
import dev.bootcluster.testing.ClusterProcessBuilder;
import dev.bootcluster.testing.Request;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What there is one of in one process: all workers have the same, or the log says once
 * what each has for itself.
 */
@Tag("full")
class OneOfAThingIT {

	private static final Pattern PASSWORD = Pattern.compile("Using generated security password: (\\S+)");

	private static final Pattern BANNER = Pattern.compile(":: Spring Boot ::");

	private static final Pattern REPORTED = Pattern.compile("cluster\\.checks\\.[a-z-]+: ");

	@Test
	void workersHaveOneBannerOnePasswordAndOneReportAlsoAfterAReload() {
		try (ClusterProcess cluster = builder().start()) {
			cluster.awaitLog("Worker 1 .* ready");
			cluster.awaitLog("Worker 2 .* ready");
			cluster.awaitLog("cluster.checks.runners: .*importer");
			List<String> passwords = found(cluster, PASSWORD);
			assertThat(passwords).as("printed once").hasSize(1);
			Request request = Request.get("/actuator/health")
				.with("Authorization", basic("user:" + passwords.get(0).split(": ")[1]));
			assertAllAnswer(cluster, request);
			assertThat(cluster.send(request.with("Authorization", basic("user:wrong"))).status()).isEqualTo(401);
			List<String> reported = found(cluster, REPORTED);
			assertThat(reported).containsExactlyInAnyOrder("cluster.checks.simple-broker: ", "cluster.checks.sockjs: ",
					"cluster.checks.uploads: ", "cluster.checks.scheduled: ", "cluster.checks.runners: ");
			cluster.signal("USR1");
			cluster.awaitLog("Reload 1 succeeded");
			assertAllAnswer(cluster, request);
			assertThat(found(cluster, PASSWORD)).as("printed once").hasSize(1);
			assertThat(found(cluster, BANNER)).as("printed once").hasSize(1);
			assertThat(found(cluster, REPORTED)).as("nothing is new").isEqualTo(reported);
		}
	}

	/**
	 * Two connections reach two workers.
	 */
	private static void assertAllAnswer(ClusterProcess cluster, Request request) {
		for (int i = 0; i < 6; i++) {
			assertThat(cluster.send(request).status()).isEqualTo(200);
		}
	}

	@Test
	void findingKeepsTheClusterFromStartingIfTheUserWantsSo() {
		try (ClusterProcess cluster = builder().args("--cluster.checks.simple-broker=fail").start()) {
			assertThat(cluster.awaitExit(Duration.ofMinutes(2))).isEqualTo(1);
			String log = String.join("\n", cluster.log());
			String message = log.substring(log.lastIndexOf("None of 2 workers could start"));
			assertThat(message).contains("simple STOMP broker")
				.contains("(cluster.checks.simple-broker=fail)")
				.contains("Do what the worker's report says above");
		}
	}

	@Test
	void portThatWorkersCannotShareIsTheReasonForAFailedStart() throws IOException {
		int port;
		try (ServerSocket free = new ServerSocket(0)) {
			port = free.getLocalPort();
		}
		try (ClusterProcess cluster = builder().args("--single.port=" + port).start()) {
			cluster.awaitLog("ended before it was ready with exit code 1: a port that the application opens itself");
			assertThat(cluster.log()).anyMatch((line) -> line.contains("and workers cannot share one"));
		}
	}

	private static ClusterProcessBuilder builder() {
		return ClusterProcess.builder()
			.classPath(System.getProperty("java.class.path"), SingleApplication.class.getName())
			.args("--cluster.workers=2", "--cluster.shared-state=none", "--spring.autoconfigure.exclude=");
	}

	private static List<String> found(ClusterProcess cluster, Pattern pattern) {
		return cluster.log()
			.stream()
			.flatMap((line) -> pattern.matcher(line).results())
			.map(MatchResult::group)
			.toList();
	}

	private static String basic(String credentials) {
		return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
	}

}
