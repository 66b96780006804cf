// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import dev.bootcluster.WorkerState;
import dev.bootcluster.actuate.FakeCluster;
import dev.bootcluster.ipc.LogLevels;
import dev.bootcluster.ipc.RelaySocket;
import dev.bootcluster.relay.RelayFilter;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Service;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.RemoteIpValve;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests for a request that one Tomcat relays to another.
 */
class RelayTests {

	private static final int PART = 64 * 1024;

	@TempDir
	private Path directory;

	private final List<Tomcat> tomcats = new ArrayList<>();

	private final FakeCluster cluster = new FakeCluster();

	private @Nullable String refusal;

	private boolean bodyIsRead;

	private int port;

	@AfterEach
	void stop() throws LifecycleException {
		for (Tomcat tomcat : this.tomcats) {
			tomcat.stop();
			tomcat.destroy();
		}
	}

	@Test
	void requestArrivesAsTheClientSentIt() throws Exception {
		Map<String, Object> seen = new TreeMap<>();
		worker(1, (request, response) -> {
			for (String name : Collections.list(request.getHeaderNames())) {
				seen.put(name.toLowerCase(), String.join("|", Collections.list(request.getHeaders(name))));
			}
			seen.put("-line",
					"%s %s?%s".formatted(request.getMethod(), request.getRequestURI(), request.getQueryString()));
			seen.put("-from", "%s %d %s %d".formatted(request.getRemoteAddr(), request.getRemotePort(),
					request.getLocalAddr(), request.getLocalPort()));
			seen.put("-to", request.getRequestURL().toString());
			seen.put("-body", new String(request.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
			response.setStatus(202);
			response.addHeader("X-Two", "1");
			response.addHeader("X-Two", "2");
			response.addHeader("Set-Cookie", "a=b");
			response.setContentType("application/vnd.test");
			response.getOutputStream().print("done");
		});
		start(1, null);
		try (Socket client = connect()) {
			String answer = RawHttp.ask(client, "POST /actuator/cluster/1/env/a%2Eb?c=%20d HTTP/1.1",
					"Host: app.example:8443", "Authorization: Basic abc", "Cookie: s=1", "Accept: text/plain",
					"Connection: X-Hop, close", "X-Hop: 1", "Cluster-Relay: 127.0.0.1 1 127.0.0.1 1 http 80 false true",
					"Expect: 100-continue", "Transfer-Encoding: chunked", "", "4", "body", "0", "");
			assertThat(answer).startsWith("HTTP/1.1 100")
				.contains("HTTP/1.1 202", "X-Two: 1", "X-Two: 2", "Set-Cookie: a=b", "done")
				.containsIgnoringCase("content-type: application/vnd.test");
			assertThat(seen).contains(entry("-line", "POST /actuator/env/a%2Eb?c=%20d"), entry("-body", "body"),
					entry("-from", "127.0.0.1 %d 127.0.0.1 %d".formatted(client.getLocalPort(), this.port)),
					entry("-to", "http://app.example:8443/actuator/env/a%2Eb"), entry("host", "app.example:8443"),
					entry("authorization", "Basic abc"), entry("cookie", "s=1"), entry("accept", "text/plain"));
			assertThat(seen).doesNotContainKeys("connection", "expect", "cluster-relay");
			// Without a relay, a client could not take away what a proxy adds.
			assertThat(seen).contains(entry("x-hop", "1"));
		}
	}

	/**
	 * As Spring's filter for forms does.
	 */
	@Test
	void bodyThatAFilterHasReadIsRefusedAndNobodyWaitsForIt() throws Exception {
		worker(1, (request, response) -> request.getInputStream().readAllBytes());
		this.bodyIsRead = true;
		start(1, null);
		try (Socket client = connect()) {
			assertThat(RawHttp.ask(client, "PUT /actuator/cluster/1/info HTTP/1.1", "Host: app.example",
					"Connection: close", "Content-Type: application/x-www-form-urlencoded", "Content-Length: 5", "",
					"a=b"))
				.startsWith("HTTP/1.1 400");
		}
	}

	/**
	 * A proxy's client stays where it is, and is never taken for local, although the
	 * proxy and the socket are.
	 */
	@Test
	void strangerBehindAProxyStaysAStranger() throws Exception {
		List<Object> seen = new ArrayList<>();
		worker(1,
				(request,
						response) -> seen.addAll(List.of(request.getRemoteAddr(), request.getScheme(),
								request.isSecure(), request.getServerPort(),
								String.valueOf(request.getAttribute("org.apache.tomcat.request.forwarded")))));
		RemoteIpValve valve = new RemoteIpValve();
		start(1, valve);
		get("/actuator/cluster/1/info", "X-Forwarded-For: 203.0.113.7", "X-Forwarded-Proto: https");
		assertThat(seen).containsExactly("203.0.113.7", "https", true, 443, "true");
	}

	@Test
	void socketIsForItsOwnerOnlyAndRefusesWhoDoesNotSayForWhomHeAsks() throws Exception {
		worker(1, (request, response) -> response.getOutputStream().print("secret"));
		RelaySocket socket = RelaySocket.of(this.directory, 1, 101);
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.path()))).isEqualTo("rw-------");
		try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket.path()))) {
			channel.write(StandardCharsets.US_ASCII
				.encode("GET /actuator/info HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
			String answer = new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.US_ASCII);
			assertThat(answer).startsWith("HTTP/1.1 403").doesNotContain("secret");
		}
		stop();
		this.tomcats.clear();
		assertThat(socket.path()).doesNotExist();
	}

	@Test
	void applicationHasNoMoreConnectorsThanItConfigured() throws Exception {
		worker(1, (request, response) -> {
		});
		Service service = this.tomcats.get(0).getService();
		assertThat(service.findConnectors()).hasSize(1);
	}

	@ParameterizedTest
	@CsvSource({ "GET, true", "HEAD, false" })
	void answerWithALengthIsComplete(String method, boolean withBody) throws Exception {
		worker(1, (request, response) -> {
			response.setContentLength(5);
			response.getOutputStream().print("hello");
		});
		start(1, null);
		String answer = request(method, "/actuator/cluster/1/info");
		assertThat(answer).startsWith("HTTP/1.1 200").containsIgnoringCase("content-length: 5");
		assertThat(answer.endsWith("hello")).isEqualTo(withBody);
	}

	/**
	 * Neither by its length nor by its last chunk, nor with an error page at its end.
	 */
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void answerThatIsCutNeverLooksComplete(boolean withLength) throws Exception {
		worker(1, (request, response) -> {
			if (withLength) {
				response.setContentLength(PART + 100);
			}
			response.getOutputStream().write(new byte[PART]);
			response.flushBuffer();
			((Runnable) request.getAttribute("cut")).run();
		});
		start(1, null);
		String answer = request("GET", "/actuator/cluster/1/heapdump");
		assertThat(answer).startsWith("HTTP/1.1 200").doesNotContain("error page");
		assertThat(answer.length()).isLessThan(PART + 1000);
		if (withLength) {
			assertThat(answer.substring(answer.indexOf("\r\n\r\n") + 4)).hasSizeLessThan(PART + 100);
		}
		else {
			assertThat(answer).doesNotEndWith("\r\n0\r\n\r\n");
		}
	}

	@ParameterizedTest
	@CsvSource({ "7, 404, There is no slot 7",
			"2, 503, Slot 2 has no worker that is ready: its worker (pid 102) is STARTING",
			"1, 503, Slot 1 (pid 101) cannot be reached" })
	void slotThatCannotAnswerIsExplained(int slot, int status, String message) throws Exception {
		start(1, null);
		assertThat(get("/actuator/cluster/%d/info".formatted(slot))).startsWith("HTTP/1.1 " + status)
			.contains("{\"error\":\"" + message);
		this.refusal = "no proof";
		assertThat(get("/actuator/cluster/%d/info".formatted(slot))).startsWith("HTTP/1.1 403")
			.endsWith("{\"error\":\"no proof\"}");
	}

	@Test
	void workerThatEndsWithoutAnAnswerIsExplained() throws Exception {
		worker(1, (request, response) -> ((Runnable) request.getAttribute("cut")).run());
		start(1, null);
		assertThat(get("/actuator/cluster/1/info")).startsWith("HTTP/1.1 502")
			.contains("Slot 1 (pid 101): it ended before its answer was complete");
	}

	@Test
	void changeIsMadeInAllWorkersAndKept() throws Exception {
		Map<Integer, String> bodies = Collections.synchronizedMap(new TreeMap<>());
		for (int slot = 1; slot <= 3; slot++) {
			int self = slot;
			worker(slot, (request, response) -> {
				bodies.put(self, new String(request.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
				response.setStatus(204);
			});
		}
		start(1, null);
		String body = "{\"configuredLevel\":\"DEBUG\"}";
		assertThat(request("POST", "/actuator/loggers/org.example%2EA", "Content-Length: " + body.length(), "", body))
			.startsWith("HTTP/1.1 204");
		assertThat(bodies).containsOnly(entry(1, body), entry(2, body), entry(3, body));
		assertThat(new LogLevels(this.directory).all()).containsExactly(entry("org.example.A", "DEBUG"));
	}

	@Test
	void changeThatTheFirstWorkerRefusesIsMadeNowhere() throws Exception {
		List<Integer> asked = Collections.synchronizedList(new ArrayList<>());
		for (int slot = 1; slot <= 2; slot++) {
			int self = slot;
			worker(slot, (request, response) -> {
				asked.add(self);
				response.sendError(401);
			});
		}
		start(1, null);
		assertThat(request("POST", "/actuator/loggers/a", "Content-Length: 0", "")).startsWith("HTTP/1.1 401");
		assertThat(asked).containsExactly(1);
		assertThat(new LogLevels(this.directory).all()).isEmpty();
	}

	@Test
	void changeThatAWorkerDoesNotMakeIsReported() throws Exception {
		worker(1, (request, response) -> response.setStatus(204));
		worker(2, (request, response) -> response.setStatus(404));
		worker(3, (request, response) -> ((Runnable) request.getAttribute("cut")).run());
		start(1, null);
		assertThat(request("DELETE", "/actuator/caches/users")).startsWith("HTTP/1.1 502")
			.contains("Not all workers did it: slot 1 answered 204, but slot 2 (pid 102) answered 404");
	}

	@Test
	void workerThatWasKilledHasNothingToAgreeWith() throws Exception {
		worker(1, (request, response) -> response.setStatus(204));
		Files.createFile(RelaySocket.of(this.directory, 2, 102).path());
		start(1, null);
		assertThat(request("DELETE", "/actuator/caches/users")).startsWith("HTTP/1.1 204");
	}

	@Test
	void answersOfThisProcessSayItsSlot() throws Exception {
		start(5, null);
		assertThat(get("/actuator/info")).startsWith("HTTP/1.1 200").contains("Cluster-Slot: 5").endsWith("here");
		assertThat(get("/hello")).startsWith("HTTP/1.1 200").doesNotContain("Cluster-Slot").endsWith("here");
	}

	@Test
	void primaryAsksAWorkerForWhatItDoesNotHave() throws Exception {
		start(0, null);
		this.refusal = "no proof";
		assertThat(get("/actuator/info")).startsWith("HTTP/1.1 503").endsWith("{\"error\":\"No worker could answer\"}");
		this.refusal = null;
		assertThat(get("/actuator/info")).startsWith("HTTP/1.1 503").contains("Slot 1 (pid 101) cannot be reached");
		assertThat(get("/actuator")).startsWith("HTTP/1.1 200").endsWith("here");
		this.cluster.info(WorkerState.STARTING);
		assertThat(get("/actuator/info")).startsWith("HTTP/1.1 503").contains("No worker is ready");
		this.refusal = "no proof";
		assertThat(get("/actuator/info")).as("to anybody").startsWith("HTTP/1.1 503").contains("No worker is ready");
		assertThat(get("/actuator")).startsWith("HTTP/1.1 200").endsWith("here");
		this.cluster.info(WorkerState.READY, WorkerState.READY);
		worker(2, (request, response) -> response.getOutputStream().print("worker"));
		assertThat(get("/actuator/info")).startsWith("HTTP/1.1 200").endsWith("worker");
		assertThat(get("/actuator/info")).startsWith("HTTP/1.1 200").endsWith("worker");
		assertThat(get("/actuator/cluster")).startsWith("HTTP/1.1 200").endsWith("here");
	}

	/**
	 * A worker, which offers a way to cut its answers.
	 */
	private void worker(int slot, TestTomcat.Service service) throws LifecycleException {
		Tomcat tomcat = tomcat("worker" + slot, service);
		tomcat.getEngine().getPipeline().addValve(new CutValve("/", "cut"));
		tomcat.getConnector()
			.addLifecycleListener(
					new RelayListener(RelaySocket.of(this.directory, slot, 100 + slot), new WorkerAnswers()));
		tomcat.start();
	}

	/**
	 * The process that clients ask.
	 */
	private void start(int slot, @Nullable RemoteIpValve valve) throws LifecycleException {
		Tomcat tomcat = tomcat("door", (request, response) -> response.getOutputStream().print("here"));
		tomcat.getEngine().getPipeline().addValve(new CutValve("/", RelayFilter.CUT));
		if (valve != null) {
			tomcat.getEngine().getPipeline().addValve(valve);
		}
		Context context = (Context) tomcat.getHost().findChildren()[0];
		RelayDoor.addErrorPage(context);
		RelayDoor.add(context, "before", (request, response, chain) -> {
			if (this.bodyIsRead) {
				request.getInputStream().readAllBytes();
			}
			chain.doFilter(request, response);
		});
		RelayDoor.add(context, "relay",
				RelayDoor.filter(this.directory, slot, this.cluster, () -> Optional.ofNullable(this.refusal)));
		tomcat.start();
		this.port = tomcat.getConnector().getLocalPort();
	}

	private Tomcat tomcat(String name, TestTomcat.Service service) {
		Tomcat tomcat = new Tomcat();
		tomcat.setBaseDir(this.directory.resolve(name).toString());
		tomcat.setPort(0);
		tomcat.getConnector();
		Context context = tomcat.addContext("", null);
		Tomcat.addServlet(context, "test", new HttpServlet() {

			@Override
			protected void service(HttpServletRequest request, HttpServletResponse response)
					throws ServletException, IOException {
				service.serve(request, response);
			}

		});
		context.addServletMappingDecoded("/", "test");
		this.tomcats.add(tomcat);
		return tomcat;
	}

	private String get(String path, String... headers) throws IOException {
		return request("GET", path, headers);
	}

	private String request(String method, String path, String... more) throws IOException {
		List<String> lines = new ArrayList<>(
				List.of(method + " " + path + " HTTP/1.1", "Host: localhost", "Connection: close"));
		lines.addAll(List.of(more));
		try (Socket client = connect()) {
			return RawHttp.ask(client, lines.toArray(String[]::new));
		}
	}

	private Socket connect() throws IOException {
		return new Socket(InetAddress.getByName("127.0.0.1"), this.port);
	}

}
