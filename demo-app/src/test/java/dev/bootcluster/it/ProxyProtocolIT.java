// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import dev.bootcluster.test.FreePorts;
import dev.bootcluster.testing.Await;
import dev.bootcluster.testing.Balancer;
import dev.bootcluster.testing.Certificate;
import dev.bootcluster.testing.ClusterProcess;
import dev.bootcluster.testing.Relay;
import dev.bootcluster.testing.Terminal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * A cluster behind a TCP balancer that speaks the PROXY protocol: one with TLS and
 * HTTP/2, and one in plain text whose endpoint is on the same port.
 */
@Tag("full")
class ProxyProtocolIT {

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	private static final String LOOPBACK = "127.0.0.1";

	@TempDir
	private static Path temporary;

	private static Certificate certificate;

	private static ClusterProcess encrypted;

	private static ClusterProcess plain;

	@BeforeAll
	static void start() throws Exception {
		certificate = Certificate.create(temporary);
		encrypted = ClusterProcess.builder()
			.managementPort(FreePorts.one())
			.args(certificate.serverArguments())
			.args("--server.http2.enabled=true", "--management.server.ssl.enabled=false")
			.args("--cluster.workers=2", "--cluster.shared-state=none", "--cluster.proxy-protocol=true")
			.start();
		plain = ClusterProcess.builder()
			.args("--cluster.workers=1", "--cluster.shared-state=none", "--cluster.proxy-protocol=true",
					"--cluster.warmup.paths=/hello")
			.start();
		encrypted.awaitReady(2);
		plain.awaitLog("Worker 1 .* ready in");
	}

	@AfterAll
	static void stop() {
		encrypted.close();
		plain.close();
	}

	@ParameterizedTest
	@EnumSource(names = { "HTTP_1_1", "HTTP_2" })
	void workerSeesTheAddressThatTheBalancerTells(Version version) throws Exception {
		try (Balancer first = Balancer.to(encrypted.port(), (client) -> line("203.0.113.7", client.getPort()));
				Balancer second = Balancer.to(encrypted.port(), (client) -> block("203.0.113.8", client.getPort()))) {
			assertThat(ask(first, version)).isEqualTo("203.0.113.7");
			assertThat(ask(second, version)).isEqualTo("203.0.113.8");
		}
	}

	private static String ask(Balancer balancer, Version version) throws Exception {
		HttpResponse<String> response = certificate.httpClient(version)
			.send(HttpRequest.newBuilder(uri(balancer, "/worker")).build(), BodyHandlers.ofString());
		assertThat(response.version()).isEqualTo(version);
		return JsonMapper.shared().readTree(response.body()).path("remoteAddress").asString();
	}

	private static URI uri(Balancer balancer, String path) {
		return URI.create("https://127.0.0.1:%d%s".formatted(balancer.port(), path));
	}

	@Test
	void reloadBehindABalancerLosesNothing() throws Exception {
		HttpClient client = certificate.httpClient(Version.HTTP_1_1);
		try (Balancer balancer = Balancer.to(encrypted.port(), (socket) -> block("203.0.113.8", socket.getPort()));
				SteadyRequests steady = new SteadyRequests(client, uri(balancer, "/hello"), 4)) {
			encrypted.await("requests", PATIENCE, () -> steady.answers() > 100);
			assertThat(encrypted.reload().status()).isEqualTo(202);
			assertThat(encrypted.awaitReload().hasSucceeded()).as(encrypted.lastReload().toString()).isTrue();
			int answers = steady.answers();
			encrypted.await("more requests", PATIENCE, () -> steady.answers() > answers + 100);
			assertThat(steady.stop()).isEmpty();
		}
	}

	@Test
	void connectionWithoutAHeaderIsClosedAndTheLogSaysWhy() throws Exception {
		try (Socket socket = new Socket(LOOPBACK, plain.port())) {
			socket.setSoTimeout(30_000);
			socket.getOutputStream()
				.write("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
			assertThat(readAll(socket)).isEmpty();
		}
		plain.awaitLog("Closed a connection from 127.0.0.1:.* cluster.proxy-protocol=true");
		assertThat(plain.log()).noneMatch((line) -> line.contains("Warm-up of"));
	}

	/**
	 * Not even by the truth: what is told proves nothing.
	 */
	@Test
	void addressThatIsToldProvesNothing() throws IOException {
		Terminal terminal = Terminal.ofThisUser();
		int port = plain.port();
		for (String told : new String[] { "UNKNOWN", "TCP4 127.0.0.1 127.0.0.1 $port " + port,
				"TCP4 127.0.0.1 127.0.0.1 1 " + port, "TCP6 ::1 ::1 1 " + port }) {
			assertThat(status(terminal, told, "")).as(told).isEqualTo("403");
			assertThat(status(terminal, told, "Authorization: Bearer %s\\r\\n".formatted(token()))).as(told)
				.isEqualTo("200");
		}
	}

	/**
	 * A process that would be taken for its user is connected at the same time.
	 */
	@Test
	void nobodyPassesForAnotherByTellingHisAddress() throws Exception {
		int port = plain.port();
		Process user = new ProcessBuilder("bash", "-c",
				"exec 3<>\"/dev/tcp/127.0.0.1/%d\"; printf 'PROXY UNKNOWN' >&3; read -r line".formatted(port))
			.start();
		try {
			Await.until("the user's connection", PATIENCE, () -> localPort(user.pid(), port) != 0);
			String told = "TCP4 127.0.0.1 127.0.0.1 %d %d".formatted(localPort(user.pid(), port), port);
			assertThat(status(Terminal.ofThisUser(), told, "")).isEqualTo("403");
		}
		finally {
			user.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
		}
	}

	/**
	 * Programs that people put in front of an application.
	 */
	@ParameterizedTest
	@EnumSource
	void realBalancersAreUnderstood(RealBalancer program) throws IOException {
		Terminal terminal = Terminal.ofThisUser();
		assumeTrue(terminal.can(program.version), "not installed");
		int port = FreePorts.one();
		Path directory = Files.createTempDirectory(temporary, program.name());
		try (Relay relay = Relay.of(port, program.command(port, plain.port(), directory))) {
			Await.until("the balancer to listen", PATIENCE,
					() -> terminal.can("bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/" + port));
			try (Socket socket = new Socket()) {
				socket.bind(new InetSocketAddress("127.0.0.7", 0));
				socket.connect(new InetSocketAddress(LOOPBACK, relay.port()));
				assertThat(PlainText.remoteAddress(socket)).isEqualTo("127.0.0.7");
			}
			assertThat(terminal.status("GET", LOOPBACK, relay.port(), "/actuator/cluster")).isEqualTo(403);
		}
	}

	/**
	 * Each client has an address and one connection, whose close would fail the test.
	 */
	@Test
	void keptConnectionsBehindHaproxyOutliveTheirWorkers() throws Exception {
		Terminal terminal = Terminal.ofThisUser();
		assumeTrue(terminal.can(RealBalancer.HAPROXY_2.version), "not installed");
		int port = FreePorts.one();
		try (ClusterProcess cluster = ClusterProcess.builder()
			.managementPort(FreePorts.one())
			.args("--cluster.workers=2", "--cluster.shared-state=none", "--cluster.proxy-protocol=true",
					"--cluster.reload.bake-time=0s", "--server.tomcat.max-keep-alive-requests=-1")
			.start();
				Relay relay = Relay.of(port, RealBalancer.HAPROXY_2.command(port, cluster.port(),
						Files.createTempDirectory(temporary, "kept")))) {
			cluster.awaitReady(2);
			Await.until("the balancer to listen", PATIENCE,
					() -> terminal.can("bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/" + port));
			Map<String, LastingClient> clients = new TreeMap<>();
			for (int i = 10; i < 30; i++) {
				String address = "127.0.0." + i;
				clients.put(address, new LastingClient(relay.port(), InetAddress.getByName(address)));
			}
			Set<Long> old = askAll(clients);
			assertThat(old).hasSize(2);
			assertThat(cluster.reload().status()).isEqualTo(202);
			cluster.await("the new workers", Duration.ofMinutes(3), () -> Collections.disjoint(askAll(clients), old));
			assertThat(cluster.awaitReload().hasSucceeded()).isTrue();
			assertThat(askAll(clients)).doesNotContainAnyElementsOf(old);
			for (LastingClient client : clients.values()) {
				client.close();
			}
		}
	}

	/**
	 * Return the processes that answer.
	 */
	private static Set<Long> askAll(Map<String, LastingClient> clients) {
		Set<Long> pids = new HashSet<>();
		clients.forEach((address, client) -> {
			try {
				JsonNode worker = JsonMapper.shared().readTree(client.get("/worker"));
				assertThat(worker.path("remoteAddress").asString()).isEqualTo(address);
				pids.add(worker.path("pid").asLong());
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		});
		return pids;
	}

	private static byte[] line(String client, int port) {
		return "PROXY TCP4 %s 198.51.100.2 %d 443\r\n".formatted(client, port).getBytes(StandardCharsets.US_ASCII);
	}

	private static byte[] block(String client, int port) {
		try {
			return ByteBuffer.allocate(28 + 7)
				.put(HexFormat.of().parseHex("0d0a0d0a000d0a515549540a2111"))
				.putShort((short) 19)
				.put(InetAddress.getByName(client).getAddress())
				.put(InetAddress.getByName("198.51.100.2").getAddress())
				.putShort((short) port)
				.putShort((short) 443)
				// Of an AWS Network Load Balancer: the endpoint's name.
				.put(HexFormat.of().parseHex("ea000401616263"))
				.array();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Ask for the cluster as a process of its own.
	 * @param told what the header tells; {@code $port} is the port of the connection
	 */
	private static String status(Terminal terminal, String told, String header) {
		String request = "GET /actuator/cluster HTTP/1.1\\r\\nHost: localhost\\r\\n%sConnection: close\\r\\n\\r\\n"
			.formatted(header);
		return terminal
			.run("bash", "-c",
					"""
							exec 3<>/dev/tcp/127.0.0.1/%d
							inode=$(readlink /proc/$$/fd/3 | tr -dc 0-9)
							port=$((16#$(awk -v inode=$inode '$10 == inode { split($2, end, ":"); print end[2] }' /proc/net/tcp)))
							printf "PROXY %s\\r\\n%s" >&3
							read -r version status rest <&3
							echo "$status"
							"""
						.formatted(plain.port(), told, request))
			.strip();
	}

	private static int localPort(long pid, int port) throws IOException {
		String inode = Terminal.ofThisUser()
			.run("bash", "-c", "readlink /proc/%d/fd/3 || true".formatted(pid))
			.replaceAll("\\D", "");
		String remote = ":%04X".formatted(port);
		return Files.readAllLines(Path.of("/proc/net/tcp"))
			.stream()
			.map((line) -> line.strip().split("\\s+"))
			.filter((columns) -> columns[2].endsWith(remote) && columns[9].equals(inode))
			.map((columns) -> Integer.parseInt(columns[1].substring(columns[1].indexOf(':') + 1), 16))
			.findFirst()
			.orElse(0);
	}

	private static String token() throws IOException {
		return Files.readString(plain.tokenFile()).strip();
	}

	private static String readAll(Socket socket) {
		try {
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
		}
		catch (IOException ex) {
			// It was reset: what had been sent was not read.
			return "";
		}
	}

	/**
	 * A balancer and the version of the protocol that it speaks.
	 */
	enum RealBalancer {

		HAPROXY_1("send-proxy"), HAPROXY_2("send-proxy-v2"), NGINX_1("proxy_protocol on;");

		private final String option;

		private final String[] version;

		RealBalancer(String option) {
			this.option = option;
			this.version = name().startsWith("NGINX")
					? new String[] { "bash", "-c", "ls /usr/lib/nginx/modules/*stream*" }
					: new String[] { "haproxy", "-v" };
		}

		private String[] command(int port, int target, Path directory) throws IOException {
			if (name().startsWith("NGINX")) {
				Path file = Files.writeString(directory.resolve("nginx.conf"), """
						load_module /usr/lib/nginx/modules/ngx_stream_module.so;
						user root; daemon off; pid %1$s/nginx.pid; error_log stderr;
						events {}
						stream { server { listen %2$d; proxy_pass 127.0.0.1:%3$d; %4$s } }
						""".formatted(directory, port, target, this.option));
				return new String[] { "nginx", "-c", file.toString() };
			}
			Path file = Files.writeString(directory.resolve("haproxy.cfg"), """
					defaults
					  mode tcp
					  timeout connect 5s
					  timeout client 30s
					  timeout server 30s
					listen front
					  bind :%d
					  server back 127.0.0.1:%d %s check inter 200
					""".formatted(port, target, this.option));
			return new String[] { "haproxy", "-db", "-f", file.toString() };
		}

	}

}
