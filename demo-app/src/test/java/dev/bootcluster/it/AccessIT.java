// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.bootcluster.test.FreePorts;
import dev.bootcluster.testing.Await;
import dev.bootcluster.testing.ClusterProcess;
import dev.bootcluster.testing.Relay;
import dev.bootcluster.testing.Request;
import dev.bootcluster.testing.Response;
import dev.bootcluster.testing.Terminal;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Who may see and change a cluster for which nothing is configured: the user who runs it,
 * on this machine or with the token, and nobody else who gets through to it.
 */
@TwoWorkers
class AccessIT {

	private static final List<String> READS = List.of("", "/1", "/reload", "/events", "/nonsense");

	private static final List<String> WRITES = List.of("/reload", "/rollback", "/restart", "/stop", "/start", "/pause",
			"/resume", "/scale", "/nonsense");

	/**
	 * An order that changes nothing: 400 says that it was allowed.
	 */
	private static final String HARMLESS = "/stop";

	private static final String LOOPBACK = "127.0.0.1";

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final ClusterProcess cluster;

	AccessIT(ClusterProcess cluster) {
		this.cluster = cluster;
	}

	@Test
	void programsOfTheSameUserMaySeeAndChangeTheCluster() {
		for (String host : new String[] { LOOPBACK, "::1" }) {
			assertMayAll(Terminal.ofThisUser(), host, this.cluster.port());
		}
	}

	@Test
	void curlMayAsInTheReadme() {
		Terminal terminal = Terminal.ofThisUser();
		assumeTrue(terminal.can("curl", "--version"), "no curl");
		String url = "localhost:%d/actuator/cluster".formatted(this.cluster.port());
		assertThat(terminal.run("curl", "-s", url)).contains("\"workers\"");
		assertThat(terminal.run("curl", "-s", url + "/reload")).doesNotContain("cluster.access.authority");
		assertThat(terminal.run("curl", "-s", "-X", "POST", url + HARMLESS)).contains("'slot' is missing");
		String withToken = "curl -s -H \"Authorization: Bearer $(cat %s)\" -H 'X-Forwarded-For: 192.0.2.1' %s"
			.formatted(this.cluster.tokenFile(), url);
		assertThat(terminal.run("bash", "-c", withToken)).contains("\"workers\"");
	}

	/**
	 * As this JVM, while it listens.
	 */
	@Test
	void processThatIsReachedByOthersMayNotButMayWithTheToken() throws IOException {
		try (ServerSocket listener = new ServerSocket(0)) {
			for (Request request : requests()) {
				Response response = this.cluster.send(request.ofAStranger());
				assertThat(response.status()).as("%s at %s: %s", request, listener, response).isEqualTo(403);
				assertTellsNothing(response.text());
			}
		}
		assertThat(this.cluster.get("/actuator/cluster").status()).isEqualTo(200);
		assertThat(this.cluster.post("/actuator/cluster" + HARMLESS).status()).isEqualTo(400);
	}

	@Test
	void relayOfTheSameUserMayNot() {
		try (Relay relay = Relay.to(this.cluster.port())) {
			assertMayNothing(Terminal.ofThisUser(), LOOPBACK, relay.port());
			assertMayWithToken(Terminal.ofThisUser(), LOOPBACK, relay.port());
		}
	}

	@Test
	void anotherUserOfTheMachineMayNot() {
		Terminal nobody = Terminal.by("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
		assumeTrue(nobody.can("true"), "cannot become another user");
		assertMayNothing(nobody, LOOPBACK, this.cluster.port());
		assertThat(nobody.can("cat", this.cluster.tokenFile().toString())).as("reads the token").isFalse();
	}

	@Test
	void anotherMachineMayNot() {
		try (Neighbor neighbor = Neighbor.move(this.cluster.pid())) {
			Terminal terminal = neighbor.terminal();
			assertMayNothing(terminal, neighbor.us(), this.cluster.port());
			assertMayWithToken(terminal, neighbor.us(), this.cluster.port());
		}
	}

	@ParameterizedTest
	@EnumSource
	@Tag("full")
	void whoComesThroughAProxyThatAddsNothingMayNot(Proxy proxy, @TempDir Path directory) throws IOException {
		assumeTrue(Terminal.ofThisUser().can(proxy.version), "not installed");
		int port = FreePorts.one();
		try (Relay relay = Relay.of(port, proxy.command(port, this.cluster.port(), directory))) {
			Terminal terminal = Terminal.ofThisUser();
			Await.until("the proxy to listen", PATIENCE,
					() -> terminal.status("GET", LOOPBACK, relay.port(), "/hello") == 200);
			assertMayNothing(terminal, LOOPBACK, relay.port());
			assertMayWithToken(terminal, LOOPBACK, relay.port());
		}
	}

	private static List<Request> requests() {
		return Stream
			.concat(READS.stream().map((path) -> Request.get("/actuator/cluster" + path)),
					WRITES.stream().map((path) -> Request.post("/actuator/cluster" + path)))
			.toList();
	}

	private void assertTellsNothing(String answer) {
		assertThat(answer).contains("cluster.access.authority")
			.doesNotContain(Long.toString(this.cluster.pid()), "READY", "generation",
					this.cluster.tokenFile().getParent().toString());
	}

	private static void assertMayAll(Terminal terminal, String host, int port) {
		assertThat(terminal.status("GET", host, port, "/actuator/cluster")).isEqualTo(200);
		assertThat(terminal.status("GET", host, port, "/actuator/cluster/events")).isEqualTo(200);
		assertThat(terminal.status("GET", host, port, "/actuator/cluster/nonsense")).isEqualTo(404);
		assertThat(terminal.status("POST", host, port, "/actuator/cluster" + HARMLESS)).isEqualTo(400);
	}

	private static void assertMayNothing(Terminal terminal, String host, int port) {
		assertThat(terminal.status("GET", host, port, "/hello")).as("gets through").isEqualTo(200);
		for (Request request : requests()) {
			assertThat(terminal.status(request.method(), host, port, request.target())).as(request.toString())
				.isEqualTo(403);
		}
	}

	private void assertMayWithToken(Terminal terminal, String host, int port) {
		String token = "Authorization: Bearer " + read(this.cluster.tokenFile());
		assertThat(terminal.status("GET", host, port, "/actuator/cluster", token)).isEqualTo(200);
		assertThat(terminal.status("POST", host, port, "/actuator/cluster" + HARMLESS, token)).isEqualTo(400);
		assertThat(terminal.status("GET", host, port, "/actuator/cluster", token + "x")).isEqualTo(403);
	}

	private static String read(Path file) {
		try {
			return Files.readString(file).strip();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A network of two machines, of which the other is a network namespace.
	 */
	private record Neighbor(String name, String us) implements AutoCloseable {

		static Neighbor move(long unique) {
			Neighbor neighbor = new Neighbor("cluster-" + unique % 1_000_000, "10.231.%d.1".formatted(unique % 250));
			Terminal root = Terminal.ofThisUser();
			assumeTrue(root.can("ip", "netns", "add", neighbor.name), "cannot make another network");
			String setup = """
					set -e
					ip link add %1$s-a type veth peer name %1$s-b netns %2$s
					ip addr add %3$s/24 dev %1$s-a
					ip link set %1$s-a up
					ip -n %2$s addr add %4$s/24 dev %1$s-b
					ip -n %2$s link set %1$s-b up
					""".formatted(neighbor.link(), neighbor.name, neighbor.us, neighbor.us.replaceFirst("1$", "2"));
			if (!root.can("bash", "-c", setup)) {
				neighbor.close();
				assumeTrue(false, "cannot connect networks");
			}
			return neighbor;
		}

		private String link() {
			return this.name.replace("cluster-", "bc");
		}

		Terminal terminal() {
			return Terminal.by("ip", "netns", "exec", this.name);
		}

		@Override
		public void close() {
			Terminal.ofThisUser().can("ip", "link", "del", link() + "-a");
			Terminal.ofThisUser().can("ip", "netns", "del", this.name);
		}

	}

	/**
	 * A proxy that people put in front of an application.
	 */
	enum Proxy {

		NGINX("nginx", "-v") {

			@Override
			String[] command(int port, int target, Path directory) throws IOException {
				return nginx(port, target, directory, "");
			}

		},

		NGINX_OF_THE_SAME_USER("nginx", "-v") {

			@Override
			String[] command(int port, int target, Path directory) throws IOException {
				return nginx(port, target, directory, "user root;");
			}

		},

		HAPROXY_TCP("haproxy", "-v") {

			@Override
			String[] command(int port, int target, Path directory) throws IOException {
				return haproxy(port, target, directory, "tcp");
			}

		},

		HAPROXY_HTTP("haproxy", "-v") {

			@Override
			String[] command(int port, int target, Path directory) throws IOException {
				return haproxy(port, target, directory, "http");
			}

		},

		SOCAT("socat", "-V") {

			@Override
			String[] command(int port, int target, Path directory) {
				return socat(port, "TCP:127.0.0.1:" + target);
			}

		},

		SOCAT_THROUGH_ANOTHER("socat", "-V") {

			@Override
			String[] command(int port, int target, Path directory) {
				return socat(port, "EXEC:socat STDIO TCP\\:127.0.0.1\\:" + target);
			}

		},

		SOCAT_OF_ANOTHER_USER("socat", "-V") {

			@Override
			String[] command(int port, int target, Path directory) {
				List<String> command = new ArrayList<>(
						List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
				command.addAll(List.of(socat(port, "TCP:127.0.0.1:" + target)));
				return command.toArray(String[]::new);
			}

		};

		private final String[] version;

		Proxy(String... version) {
			this.version = version;
		}

		abstract String[] command(int port, int target, Path directory) throws IOException;

		private static String[] socat(int port, String target) {
			return new String[] { "socat", "TCP-LISTEN:%d,fork,reuseaddr".formatted(port), target };
		}

		private static String[] nginx(int port, int target, Path directory, String user) throws IOException {
			Path file = Files.writeString(directory.resolve("nginx.conf"), """
					%s daemon off; pid %s/nginx.pid; error_log stderr;
					events {}
					http { access_log off; server { listen %d; location / { proxy_pass http://127.0.0.1:%d; } } }
					""".formatted(user, directory, port, target));
			return new String[] { "nginx", "-c", file.toString() };
		}

		private static String[] haproxy(int port, int target, Path directory, String mode) throws IOException {
			Path file = Files.writeString(directory.resolve("haproxy.cfg"), """
					defaults
					  mode %s
					  timeout connect 5s
					  timeout client 30s
					  timeout server 30s
					listen front
					  bind :%d
					  server back 127.0.0.1:%d
					""".formatted(mode, port, target));
			return new String[] { "haproxy", "-db", "-f", file.toString() };
		}

	}

}
