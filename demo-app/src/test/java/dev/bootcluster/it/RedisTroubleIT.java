// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import dev.bootcluster.testing.Await;
import dev.bootcluster.testing.ClusterProcess;
import dev.bootcluster.testing.LoadClient;
import dev.bootcluster.testing.RedisServer;
import dev.bootcluster.testing.Request;
import dev.bootcluster.testing.Response;
import dev.bootcluster.testing.Worker;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What trouble with Redis costs: requests that need a session get 503 while it lasts, and
 * all others go on.
 */
@Isolated("measures how long requests wait, and what is left open")
class RedisTroubleIT {

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	/**
	 * What a request that needs its session gets at the latest.
	 */
	private static final Duration PROMISE = Duration.ofSeconds(2);

	/**
	 * How often Redis is killed under load; the profile {@code soak} asks for twenty.
	 */
	private static final int KILLS = Integer.getInteger("soak.redis-kills", 3);

	private static final long LITTLE_HEAP = 3 * 1024 * 1024;

	private static final int FEW = 4;

	private static final JsonMapper JSON = new JsonMapper();

	@TempDir
	private static Path directory;

	private static RedisServer redis;

	private static ClusterProcess cluster;

	private static String cookie = "none=none";

	/**
	 * The cluster is there before Redis is.
	 */
	@BeforeAll
	static void start() throws IOException {
		redis = RedisServer.in(directory);
		cluster = ClusterProcess.builder()
			.jvmArgs("-XX:+UseSerialGC")
			.args("--cluster.workers=2", "--spring.data.redis.host=127.0.0.1",
					"--spring.data.redis.port=" + redis.port(), "--management.endpoint.health.show-details=always")
			.start();
		cluster.awaitReady(2);
		assertThat(cluster.log()).filteredOn((line) -> line.contains("Redis is in trouble")).hasSize(2);
		assertUnavailable();
		redis.start();
		awaitSessions();
		cookie = cluster.post("/session/fruit/apple").header("Set-Cookie").orElseThrow().split(";")[0];
	}

	@AfterAll
	static void stop() {
		cluster.close();
		redis.close();
	}

	@BeforeEach
	void redisServes() {
		redis.start();
		cluster.awaitReady(2);
		awaitSessions();
	}

	@Test
	void redisThatIsKilledFailsNothingButRequestsThatNeedASession() throws Exception {
		killUnderLoad(1);
		List<Footprint> before = footprints();
		killUnderLoad(KILLS);
		List<Footprint> after = new ArrayList<>();
		// A selector gives the descriptor of a closed connection back when it looks next.
		Await.until("as many open files and threads as before", PATIENCE, () -> {
			after.clear();
			after.addAll(footprints());
			return IntStream.range(0, before.size()).allMatch((i) -> isLike(before.get(i), after.get(i)));
		}, () -> "before: %s%nafter: %s".formatted(before, after));
		for (int i = 0; i < before.size(); i++) {
			System.out.printf("worker %d%n  before: %s%n  after: %s%n", i + 1, before.get(i), after.get(i));
			assertThat(after.get(i).heap()).as("live heap").isLessThan(before.get(i).heap() + LITTLE_HEAP);
		}
	}

	private static boolean isLike(Footprint before, Footprint after) {
		return after.descriptors().size() <= before.descriptors().size() + FEW
				&& others(after).size() <= others(before).size() + FEW;
	}

	/**
	 * Threads but for those of requests, whose number follows the load.
	 */
	private static List<String> others(Footprint footprint) {
		return footprint.threads().stream().filter((thread) -> !thread.startsWith("http-")).toList();
	}

	private static void killUnderLoad(int kills) {
		underLoad((sessions) -> {
			for (int kill = 0; kill < kills; kill++) {
				redis.kill();
				MixedLoad.awaitMore(cluster, "requests that fail", 50, () -> sessions.report().unavailable());
				assertUnavailable();
				redis.start();
				awaitSessions();
				assertThat(session().text()).as("what Redis had acknowledged").contains("\"fruit\":\"apple\"");
				MixedLoad.awaitMore(cluster, "requests that succeed", 200, () -> sessions.report().ok());
			}
		});
	}

	@Test
	void redisThatHangsHoldsUpNoRequestForLong() throws Exception {
		underLoad((sessions) -> {
			redis.signal("STOP");
			try {
				MixedLoad.awaitMore(cluster, "requests that fail", 200, () -> sessions.report().unavailable());
				assertUnavailable();
			}
			finally {
				redis.signal("CONT");
			}
			MixedLoad.awaitMore(cluster, "requests that succeed", 200, () -> sessions.report().ok());
		});
	}

	@Test
	void redisThatIsSlowHoldsUpNoRequestForLong() throws Exception {
		underLoad((sessions) -> {
			CompletableFuture<Void> slow = CompletableFuture.runAsync(() -> redis.call((commands) -> {
				for (int i = 0; i < 6; i++) {
					commands.dispatch(CommandType.DEBUG, new StatusOutput<>(StringCodec.UTF8),
							new CommandArgs<>(StringCodec.UTF8).add("SLEEP").add("1.2"));
				}
				return "";
			}));
			MixedLoad.awaitMore(cluster, "requests that fail", 50, () -> sessions.report().unavailable());
			slow.join();
			MixedLoad.awaitMore(cluster, "requests that succeed", 200, () -> sessions.report().ok());
		});
	}

	@Test
	void redisThatIsFullRefusesSessionsUntilThereIsRoom() throws Exception {
		underLoad((sessions) -> {
			redis.call((commands) -> commands.configSet("maxmemory", "1"));
			MixedLoad.awaitMore(cluster, "requests that fail", 50, () -> sessions.report().unavailable());
			assertUnavailable();
			assertThat(sharedState().path("reason").asString()).contains("OOM");
			redis.call((commands) -> commands.configSet("maxmemory", "0"));
			MixedLoad.awaitMore(cluster, "requests that succeed", 200, () -> sessions.report().ok());
		});
		awaitSessions();
		assertThat(session().text()).as("nothing was evicted").contains("\"fruit\":\"apple\"");
	}

	@Test
	void redisThatBecameAReplicaIsTroubleToo() {
		redis.call((commands) -> commands.replicaof("127.0.0.1", 1));
		cluster.await("trouble", PATIENCE, () -> session().status() == 503);
		assertUnavailable();
		redis.call(RedisCommands::replicaofNoOne);
		awaitSessions();
	}

	/**
	 * Spring MVC looks for a flash map in the session of every request that has one, and
	 * so do others of its parts.
	 */
	@Test
	void sessionThatNoHandlerAsksForIsNotMissed() {
		redis.kill();
		cluster.await("trouble", PATIENCE, () -> session().status() == 503);
		for (int i = 0; i < 4; i++) {
			assertThat(cluster.send(Request.get("/hello").with("Cookie", cookie)).status()).isEqualTo(200);
		}
	}

	@Test
	void reloadNeedsNoRedis() {
		redis.kill();
		assertThat(cluster.reload().status()).isEqualTo(202);
		assertThat(cluster.awaitReload().hasSucceeded()).as(cluster.lastReload().toString()).isTrue();
		assertUnavailable();
		redis.start();
		awaitSessions();
		assertThat(session().text()).contains("\"fruit\":\"apple\"");
	}

	/**
	 * What this machine takes for a request that waits for nothing comes on top of what
	 * is promised.
	 */
	private static void underLoad(Consumer<LoadClient> action) {
		MixedLoad load = MixedLoad.on(cluster, action);
		assertThat(load.sessions().latency().max()).isLessThan(PROMISE.plus(load.others().latency().max()));
		awaitNothingThatWaitsForRedis();
	}

	private static void assertUnavailable() {
		for (int i = 0; i < 4; i++) {
			Response response = session();
			assertThat(response.status()).as(response.toString()).isEqualTo(503);
			assertThat(response.header("Retry-After")).contains("1");
			assertThat(response.header("Content-Type")).contains("application/problem+json");
			assertThat(cluster.post("/session/a/b").status()).isEqualTo(503);
			assertThat(cluster.get("/hello").status()).isEqualTo(200);
		}
		assertThat(cluster.get("/actuator/health/readiness").status()).isEqualTo(200);
		assertThat(sharedState().path("status").asString()).isEqualTo("DOWN");
		assertThat(sharedState().path("reason").asString()).startsWith("Redis ");
		JsonNode told = JSON.readTree(cluster.get("/actuator/cluster").text());
		assertThat(told.path("sharedState").path("status").asString()).as(told.toString()).isEqualTo("DOWN");
	}

	/**
	 * The whole answer is 503 as soon as Boot's own indicator says so.
	 */
	private static JsonNode sharedState() {
		JsonNode health = JSON.readTree(cluster.get("/actuator/health").text());
		JsonNode component = health.path("components").path("cluster");
		assertThat(component.path("status").asString()).as(health.toString()).isEqualTo("UP");
		return component.path("details").path("sharedState");
	}

	/**
	 * In both workers, which take turns.
	 */
	private static void awaitSessions() {
		cluster.await("sessions", PATIENCE, () -> IntStream.range(0, 4)
			.allMatch((i) -> session().status() == 200 && sharedState().path("status").asString().equals("UP")));
	}

	private static Response session() {
		return cluster.send(Request.get("/session").with("Cookie", cookie));
	}

	/**
	 * When the last requests of the load have ended, whose clients have gone.
	 */
	private static void awaitNothingThatWaitsForRedis() {
		cluster.await("the end of all waits for Redis", PATIENCE, () -> {
			for (Worker worker : cluster.workers()) {
				String threads = Footprint.jcmd(worker.pid(), "Thread.print");
				assertThat(threads).contains("exec-1");
				if (threads.contains("SessionGuard.invoke") || threads.contains("LettuceFutures")) {
					return false;
				}
			}
			return true;
		});
	}

	/**
	 * Of workers without clients, but for the one that asks.
	 */
	private static List<Footprint> footprints() throws IOException, InterruptedException {
		cluster.await("the end of all connections", PATIENCE,
				() -> cluster.workers().stream().mapToLong(Worker::connections).sum() <= 1);
		List<Footprint> footprints = new ArrayList<>();
		for (Worker worker : cluster.workers()) {
			footprints.add(Footprint.of(worker.pid(), directory));
		}
		return footprints;
	}

}
