// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import dev.bootcluster.demo.HighestSlotBalancer;
import dev.bootcluster.testing.ClusterProcess;
import dev.bootcluster.testing.JvmCommand;
import dev.bootcluster.testing.Latch;
import dev.bootcluster.testing.LoadClient;
import dev.bootcluster.testing.LoadReport;
import dev.bootcluster.testing.Reload;
import dev.bootcluster.testing.Response;
import dev.bootcluster.testing.Worker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Balancing policies of a cluster that runs, each under load.
 */
@Tag("full")
class BalancingIT {

	private static final List<String> POLICIES = List.of("least-connections", "power-of-two", "fastest", "weighted",
			"random", "client-hash", HighestSlotBalancer.class.getName(), "round-robin");

	/**
	 * Fewer for both workers than a load has clients.
	 */
	private static final int MAX_IN_FLIGHT = 4;

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	@TempDir
	private static Path directory;

	private static Deployment deployment;

	private static ClusterProcess cluster;

	@BeforeAll
	static void start() {
		deployment = Deployment.start(directory, "--cluster.reload.bake-time=1s",
				"--cluster.balancing=" + HighestSlotBalancer.class.getName(), "--cluster.worker.weights.2=3",
				"--cluster.worker.max-in-flight=" + MAX_IN_FLIGHT);
		cluster = deployment.cluster();
	}

	@AfterAll
	static void stop() {
		if (deployment != null) {
			deployment.close();
		}
	}

	@BeforeEach
	void awaitStable() {
		deployment.awaitStable();
	}

	@Test
	void everyPolicyServesAndNoClientNoticesAChange() {
		try (LoadClient load = deployment.load()) {
			Deployment.awaitMore(load);
			for (String policy : POLICIES) {
				balance(policy);
				Deployment.awaitMore(load);
				System.out.println("%s: %s".formatted(policy, cluster.cluster().path("balancing")));
			}
			for (String policy : POLICIES.subList(0, 3)) {
				try (JvmCommand command = command("balance", policy)) {
					assertThat(command.exitCode()).as(command.err()).isZero();
				}
				assertThat(policy()).isEqualTo(policy);
				Deployment.awaitMore(load);
			}
			LoadReport report = load.stop();
			assertThat(report.failures()).as(report.toString()).isZero();
			assertThat(report.closedIdle()).as("connections closed without notice").isZero();
		}
	}

	/**
	 * The kernel tells who has which connections: the workers themselves have no room to
	 * be asked.
	 */
	@Test
	void whatIsTooMuchForAllWorkersWaitsInThePrimary() throws IOException {
		List<Worker> workers = cluster.workers();
		List<CompletableFuture<Response>> requests;
		try (Latch latch = cluster.latch()) {
			requests = Stream.generate(() -> cluster.begin(latch.path())).limit(2 * MAX_IN_FLIGHT + 2).toList();
			cluster.await("as many requests as workers may execute", PATIENCE,
					() -> TakenConnections.each(workers, cluster.port(), MAX_IN_FLIGHT));
			assertThat(requests).noneMatch(CompletableFuture::isDone);
			assertThat(TakenConnections.each(workers, cluster.port(), MAX_IN_FLIGHT)).isTrue();
		}
		assertThat(requests).allMatch((request) -> request.join().status() == 200);
	}

	@Test
	void policyThatWasSetSurvivesAReload() {
		balance("power-of-two");
		Reload reload = deployment.reload();
		assertThat(reload.hasSucceeded()).as(reload.toString()).isTrue();
		assertThat(policy()).isEqualTo("power-of-two");
		assertThat(details("BALANCING_CHANGED")).last().asString().endsWith("to power-of-two on request");
	}

	@Test
	void whatCannotBeIsRefusedAndChangesNothing() {
		balance("random");
		assertRefused("shared", 409, "set cluster.balancing and restart the cluster");
		assertRefused("fair", 400, "use round-robin, least-connections");
		assertRefused("dev.bootcluster.demo.Missing", 400, "is not among the application's classes");
		assertThat(cluster.post("/actuator/cluster/balancing").status()).isEqualTo(400);
		try (JvmCommand command = command("balance", "shared")) {
			assertThat(command.exitCode()).isEqualTo(1);
			assertThat(command.err()).contains("restart the cluster");
		}
		assertThat(policy()).isEqualTo("random");
	}

	@Test
	void classOfTheApplicationAndWeightsDecide() {
		balance(HighestSlotBalancer.class.getName());
		long highest = cluster.worker(2).pid();
		assertThat(handledBy(highest, 40)).isEqualTo(40);
		balance("weighted");
		assertThat(handledBy(highest, 40)).isEqualTo(30);
		balance("client-hash");
		assertThat(handledBy(highest, 40)).isIn(0L, 40L);
		balance("round-robin");
		assertThat(handledBy(highest, 40)).isEqualTo(20);
		JsonNode told = cluster.cluster();
		assertThat(told.at("/balancing/skew").asDouble()).isCloseTo(1, within(0.1));
		double shares = StreamSupport.stream(told.path("workers").spliterator(), false)
			.mapToDouble((worker) -> worker.at("/traffic/share").asDouble())
			.sum();
		assertThat(shares).isCloseTo(1, within(0.01));
	}

	private static long handledBy(long pid, int connections) {
		return IntStream.range(0, connections).filter((i) -> cluster.get("/hello").handledBy() == pid).count();
	}

	private static void balance(String policy) {
		Response response = cluster.post("/actuator/cluster/balancing", "{\"policy\":\"%s\"}".formatted(policy));
		assertThat(response.status()).as(response.toString()).isEqualTo(202);
		assertThat(policy()).isEqualTo(policy);
	}

	private static String policy() {
		return cluster.cluster().at("/balancing/policy").asString();
	}

	private static void assertRefused(String policy, int status, String message) {
		Response response = cluster.post("/actuator/cluster/balancing", "{\"policy\":\"%s\"}".formatted(policy));
		assertThat(response.status()).as(response.toString()).isEqualTo(status);
		assertThat(response.text()).contains(message);
	}

	private static List<String> details(String type) {
		return StreamSupport.stream(cluster.json("/actuator/cluster/events").path("events").spliterator(), false)
			.filter((event) -> event.path("type").asString().equals(type))
			.map((event) -> event.path("detail").asString())
			.toList();
	}

	private static JvmCommand command(String... arguments) {
		Stream<String> words = Stream.concat(Stream.of("-Djarmode=cluster", "-jar", deployment.jar().toString()),
				Stream.of(arguments));
		return JvmCommand.start(directory, words.toArray(String[]::new));
	}

}
