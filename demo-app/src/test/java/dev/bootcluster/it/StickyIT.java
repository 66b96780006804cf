// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import dev.bootcluster.testing.Chance;
import dev.bootcluster.testing.ClusterProcess;
import dev.bootcluster.testing.Reload;
import dev.bootcluster.testing.Request;
import dev.bootcluster.testing.Response;
import dev.bootcluster.testing.Worker;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sessions in the memory of workers: every request reaches the worker that has its
 * session, whoever's connection it comes on.
 */
@Tag("full")
class StickyIT {

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	private static final Pattern COOKIE = Pattern.compile("JSESSIONID=([^;]+\\.(\\d+)-\\d+);.*");

	private static final JsonMapper JSON = new JsonMapper();

	private final Random chance = Chance.forTest("StickyIT");

	@Test
	void requestsReachTheirSessionsThroughReloadAndCrash() throws Exception {
		try (ClusterProcess cluster = start(2)) {
			List<Visitor> visitors = visitors(cluster, 200);
			assertThat(visitors).extracting((visitor) -> visitor.slot).contains(1, 2);
			eachFindsItsSession(cluster, visitors);

			assertThat(cluster.reload().status()).isEqualTo(202);
			Reload reload = cluster.awaitReload();
			assertThat(reload.hasSucceeded()).as(reload.toString()).isTrue();
			eachReachesItsSlot(cluster, visitors);

			long killed = cluster.worker(1).pid();
			cluster.kill9(killed);
			for (Visitor visitor : visitors) {
				assertThat(visitor.get(unkept(cluster)).path("pid").asLong()).isPositive();
			}
			cluster.await("a successor", PATIENCE,
					() -> cluster.worker(1).isReady() && cluster.worker(1).pid() != killed);
			eachReachesItsSlot(cluster, visitors);
		}
	}

	@Test
	void sessionsStayWhenTheClusterGrows() throws Exception {
		try (ClusterProcess cluster = start(4)) {
			List<Visitor> visitors = visitors(cluster, 1000);
			eachFindsItsSession(cluster, visitors);
			assertThat(cluster.post("/actuator/cluster/scale", "{\"workers\":\"5\"}").status()).isLessThan(300);
			cluster.awaitReady(5);
			eachFindsItsSession(cluster, visitors);
			assertThat(visitors(cluster, 50)).extracting((visitor) -> visitor.slot).contains(5);
		}
	}

	@Test
	void sessionsLiveThroughADeployment() throws Exception {
		try (ClusterProcess cluster = start(2, "--cluster.reload.session-patience=10m")) {
			List<Visitor> visitors = visitors(cluster, 20);
			Set<Long> old = new HashSet<>(cluster.workers().stream().map(Worker::pid).toList());
			for (Visitor visitor : visitors) {
				assertThat(visitor.post(unkept(cluster), "/visits").path("count").asInt()).isEqualTo(1);
			}
			assertThat(cluster.reload().status()).isEqualTo(202);
			Reload reload = cluster.awaitReload();
			assertThat(reload.hasSucceeded()).as(reload.toString()).isTrue();
			List<Client> shared = List.of(kept(cluster), kept(cluster));
			for (Visitor visitor : visitors) {
				JsonNode visits = visitor.post(shared.get(this.chance.nextInt(2)), "/visits");
				assertThat(visits.path("count").asInt()).isEqualTo(2);
				assertThat(visits.path("pid").asLong()).isEqualTo(visitor.pid);
				assertThat(old).contains(visitor.pid);
				Visitor other = new Visitor();
				assertThat(other.post(shared.get(0), "/session/name/new").path("pid").asLong()).isNotIn(old);
			}
			assertThat(cluster.cluster().path("lingering")).hasSize(2);
			for (Visitor visitor : visitors) {
				visitor.post(shared.get(0), "/logout");
			}
			cluster.await("the end of the old generation", PATIENCE, () -> cluster.cluster().path("lingering").isEmpty()
					&& old.stream().noneMatch((pid) -> ProcessHandle.of(pid).isPresent()));
			assertThat(cluster.workers()).extracting(Worker::generation).containsOnly(2L);
		}
	}

	private static ClusterProcess start(int workers, String... args) {
		List<String> all = new ArrayList<>(List.of(args));
		all.addAll(List.of("--cluster.shared-state=none", "--cluster.balancing=sticky", "--cluster.reload.bake-time=0s",
				"--cluster.worker.class-archive=off"));
		return ClusterProcess.ofWorkers(workers, all.toArray(String[]::new));
	}

	/**
	 * A client that uses a connection for each request.
	 */
	private static Client unkept(ClusterProcess cluster) {
		return (method, path, cookie) -> {
			Request request = method.equals("POST") ? Request.post(path) : Request.get(path);
			Response response = cluster.send(cookie.isEmpty() ? request : request.with("Cookie", cookie));
			return new Answer(response.status(), response.all("set-cookie"), response.text());
		};
	}

	/**
	 * A client that keeps one connection.
	 */
	private static Client kept(ClusterProcess cluster) {
		URI server = URI.create("http://127.0.0.1:" + cluster.port());
		HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
		return (method, path, cookie) -> {
			HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path))
				.method(method, HttpRequest.BodyPublishers.noBody());
			HttpResponse<String> response = client.send(
					(cookie.isEmpty() ? request : request.header("Cookie", cookie)).build(),
					HttpResponse.BodyHandlers.ofString());
			return new Answer(response.statusCode(), response.headers().allValues("Set-Cookie"), response.body());
		};
	}

	/**
	 * Each comes on a connection of its own.
	 */
	private List<Visitor> visitors(ClusterProcess cluster, int count) throws Exception {
		List<Visitor> visitors = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			Visitor visitor = new Visitor();
			visitor.pid = visitor.post(unkept(cluster), "/session/name/" + visitor).path("pid").asLong();
			visitors.add(visitor);
		}
		return visitors;
	}

	/**
	 * On a few connections that all share, one after the other, and on new ones.
	 */
	private void eachFindsItsSession(ClusterProcess cluster, List<Visitor> visitors) throws Exception {
		List<Client> shared = IntStream.range(0, 4).mapToObj((i) -> kept(cluster)).toList();
		for (Visitor visitor : visitors) {
			Client client = (this.chance.nextInt(4) == 0) ? unkept(cluster)
					: shared.get(this.chance.nextInt(shared.size()));
			JsonNode session = visitor.get(client);
			assertThat(session.path("attributes").path("name").asString()).isEqualTo(visitor.toString());
			assertThat(session.path("pid").asLong()).isEqualTo(visitor.pid);
		}
	}

	/**
	 * Sessions are gone, but their slots are not.
	 */
	private void eachReachesItsSlot(ClusterProcess cluster, List<Visitor> visitors) throws Exception {
		List<Client> shared = IntStream.range(0, 4).mapToObj((i) -> kept(cluster)).toList();
		List<Worker> workers = cluster.workers();
		for (Visitor visitor : visitors) {
			int slot = visitor.slot;
			JsonNode session = visitor.get(shared.get(this.chance.nextInt(shared.size())));
			assertThat(session.path("pid").asLong()).isEqualTo(workers.get(slot - 1).pid());
			assertThat(visitor.slot).isEqualTo(slot);
		}
	}

	/**
	 * Somebody with a session.
	 */
	private static final class Visitor {

		private String cookie = "";

		private int slot;

		private long pid;

		JsonNode get(Client client) throws IOException, InterruptedException {
			return send(client, "GET", "/session");
		}

		JsonNode post(Client client, String path) throws IOException, InterruptedException {
			return send(client, "POST", path);
		}

		private JsonNode send(Client client, String method, String path) throws IOException, InterruptedException {
			Answer answer = client.send(method, path,
					this.cookie.isEmpty() ? "" : "theme=dark; JSESSIONID=" + this.cookie);
			assertThat(answer.status()).as(answer.body()).isEqualTo(200);
			answer.cookies().forEach(this::remember);
			return JSON.readTree(answer.body().isEmpty() ? "{}" : answer.body());
		}

		private void remember(String cookie) {
			Matcher matcher = COOKIE.matcher(cookie);
			assertThat(matcher.matches()).as(cookie).isTrue();
			this.cookie = matcher.group(1);
			this.slot = Integer.parseInt(matcher.group(2));
		}

		@Override
		public String toString() {
			return "visitor-" + System.identityHashCode(this);
		}

	}

	/**
	 * Sends requests of any visitor.
	 */
	@FunctionalInterface
	private interface Client {

		/**
		 * Send a request without a body.
		 */
		Answer send(String method, String path, String cookie) throws IOException, InterruptedException;

	}

	/**
	 * What a visitor sees of an answer.
	 */
	private record Answer(int status, List<String> cookies, String body) {

	}

}
