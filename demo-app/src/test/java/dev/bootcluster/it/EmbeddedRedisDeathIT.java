// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;

import dev.bootcluster.test.FreePorts;
import dev.bootcluster.testing.ClusterProcess;
import dev.bootcluster.testing.Request;
import dev.bootcluster.testing.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The embedded Redis dies and hangs under load, and comes back with the sessions it had.
 */
@Tag("full")
class EmbeddedRedisDeathIT {

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	private static final int KILLS = Integer.getInteger("soak.redis-kills", 3);

	private static ClusterProcess cluster;

	@BeforeAll
	static void start() throws IOException {
		cluster = ClusterProcess.builder()
			.args("--cluster.workers=2", "--management.endpoint.health.show-details=always")
			.managementPort(FreePorts.one())
			.start()
			.awaitReady(2);
	}

	@AfterAll
	static void stop() {
		cluster.close();
	}

	@BeforeEach
	void sessionsAreServed() {
		awaitSession(Request.post("/session/fruit/apple"));
	}

	@Test
	void serverThatIsKilledComesBackWithItsSessions() {
		Request session = Request.get("/session").with("Cookie", cookie());
		MixedLoad.on(cluster, (sessions) -> {
			for (int kill = 0; kill < KILLS; kill++) {
				long killed = redis();
				cluster.kill9(killed);
				cluster.await("another redis-server", PATIENCE, () -> redis() != killed && redis() != 0);
				MixedLoad.awaitMore(cluster, "requests that succeed", 200, () -> sessions.report().ok());
				awaitSession(session);
				assertThat(cluster.send(session).text()).contains("\"fruit\":\"apple\"");
				cluster.awaitLog("Embedded redis-server \\(pid %d\\) is gone".formatted(killed));
				cluster.awaitLog("Embedded redis-server \\(pid %d\\) is ready again".formatted(redis()));
			}
		});
		cluster.await("no trouble", PATIENCE, () -> sharedState().path("status").asString().equals("UP"));
	}

	@Test
	void healthOfThePrimaryShowsAServerThatHangs() {
		Request session = Request.get("/session").with("Cookie", cookie());
		cluster.kill("STOP", redis());
		cluster.await("trouble", PATIENCE, () -> sharedState().path("status").asString().equals("DOWN"));
		assertThat(sharedState().path("reason").asString()).isEqualTo("The embedded redis-server does not answer");
		assertThat(cluster.get("/actuator/health").status()).as("other requests are served").isEqualTo(200);
		assertThat(cluster.send(session).status()).isEqualTo(503);
		assertThat(cluster.get("/hello").status()).isEqualTo(200);
		cluster.kill("CONT", redis());
		awaitSession(session);
		cluster.await("no trouble", PATIENCE, () -> sharedState().path("status").asString().equals("UP"));
	}

	/**
	 * In both workers, which take turns.
	 */
	private static void awaitSession(Request request) {
		cluster.await("sessions", PATIENCE,
				() -> IntStream.range(0, 4).allMatch((i) -> cluster.send(request).status() == 200));
	}

	private static String cookie() {
		Response response = cluster.post("/session/fruit/apple");
		return response.header("Set-Cookie").orElseThrow(() -> new AssertionError(response)).split(";")[0];
	}

	private static JsonNode sharedState() {
		JsonNode health = new JsonMapper().readTree(cluster.get("/actuator/health").text());
		return health.path("components").path("cluster").path("details").path("sharedState");
	}

	private static long redis() {
		return cluster.descendants()
			.stream()
			.filter((process) -> title(process).contains("redis-server 127.0.0.1:"))
			.mapToLong(ProcessHandle::pid)
			.findFirst()
			.orElse(0);
	}

	/**
	 * What a server calls itself, whatever its executable is called.
	 */
	private static String title(ProcessHandle process) {
		try {
			return Files.readString(Path.of("/proc", String.valueOf(process.pid()), "cmdline"));
		}
		catch (IOException ex) {
			return "";
		}
	}

}
