// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import dev.bootcluster.test.Await;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ProxyProtocol}, in a Tomcat that takes connections like a worker's.
 */
@ExtendWith(OutputCaptureExtension.class)
class ProxyProtocolTests {

	private static final byte[] VERSION_1 = ProxyHeaders.line("PROXY TCP4 192.0.2.1 198.51.100.2 50123 443\r\n");

	private static final byte[] VERSION_2 = ProxyHeaders.version2("192.0.2.1", "198.51.100.2", 50123, 443);

	private static final String TOLD = "192.0.2.1:50123 198.51.100.2:443 true";

	@TempDir
	private Path directory;

	private final HandoffProtocol protocol = new HandoffProtocol();

	private TestTomcat tomcat;

	private HandedConnections listener;

	@BeforeEach
	void start() throws Exception {
		this.protocol.setMaxThreads(2);
		this.protocol.setMinSpareThreads(1);
		this.protocol.expectProxyProtocol();
		this.tomcat = new TestTomcat(this.directory, this.protocol);
		this.tomcat.add(new BehindBalancer());
		this.tomcat.start(ProxyProtocolTests::serve);
		this.listener = new HandedConnections(this.protocol);
	}

	private static void serve(HttpServletRequest request, HttpServletResponse response) throws IOException {
		byte[] answer = "%s:%d %s:%d %s;"
			.formatted(request.getRemoteAddr(), request.getRemotePort(), request.getLocalAddr(), request.getLocalPort(),
					request.getAttribute("org.apache.tomcat.request.forwarded"))
			.getBytes(StandardCharsets.US_ASCII);
		response.setContentLength(answer.length);
		response.getOutputStream().write(answer);
	}

	@AfterEach
	void stop() throws Exception {
		this.listener.close();
		this.tomcat.stop();
	}

	@Test
	void addressesOfEveryRequestAreThoseThatTheBalancerTells() throws IOException {
		for (byte[] header : List.of(VERSION_1, VERSION_2)) {
			try (Socket balancer = connect(header)) {
				assertThat(get(balancer)).isEqualTo(TOLD);
				assertThat(get(balancer)).isEqualTo(TOLD);
			}
		}
	}

	/**
	 * It is marked even so: the balancer may pass on what others send.
	 */
	@Test
	void ownAddressesHoldIfTheBalancerTellsNone() throws IOException {
		for (byte[] header : List.of(ProxyHeaders.line("PROXY UNKNOWN\r\n"),
				ProxyHeaders.block("20", "00", new byte[0]))) {
			try (Socket balancer = connect(header)) {
				assertThat(get(balancer)).isEqualTo(
						"127.0.0.1:%d 127.0.0.1:%d true".formatted(balancer.getLocalPort(), this.listener.port()));
			}
		}
	}

	@Test
	void headerMayBeSentTogetherWithTheRequestAndInPieces() throws IOException {
		for (int piece : new int[] { 1, 10, 40, 1000 }) {
			try (Socket balancer = connect()) {
				ByteArrayOutputStream all = new ByteArrayOutputStream();
				all.write(VERSION_1);
				all.write(request());
				balancer.setTcpNoDelay(true);
				for (int i = 0; i < all.size(); i += piece) {
					balancer.getOutputStream().write(all.toByteArray(), i, Math.min(piece, all.size() - i));
				}
				assertThat(answer(balancer)).isEqualTo(TOLD);
			}
		}
	}

	/**
	 * More of them than there are threads.
	 */
	@Test
	void halfHeadersHoldNoThread() throws IOException {
		List<Socket> slow = new ArrayList<>();
		try {
			for (int i = 0; i < 10; i++) {
				Socket balancer = connect();
				balancer.getOutputStream().write(VERSION_1, 0, 5 + 4 * i);
				slow.add(balancer);
			}
			Await.until("all of them", () -> this.protocol.endpoint().openConnectionCount() == 10);
			try (Socket quick = connect(VERSION_2)) {
				assertThat(get(quick)).isEqualTo(TOLD);
			}
			for (int i = 0; i < 10; i++) {
				slow.get(i).getOutputStream().write(VERSION_1, 5 + 4 * i, VERSION_1.length - 5 - 4 * i);
				assertThat(get(slow.get(i))).isEqualTo(TOLD);
			}
		}
		finally {
			for (Socket socket : slow) {
				socket.close();
			}
		}
	}

	/**
	 * However often a byte of it comes.
	 */
	@Test
	@Timeout(60)
	void headerThatTakesTooLongIsNoHeader() throws IOException {
		this.protocol.setConnectionTimeout(500);
		try (Socket balancer = connect()) {
			long start = System.nanoTime();
			balancer.getOutputStream().write(VERSION_1, 0, 8);
			Await.until("the connection", () -> this.protocol.endpoint().openConnectionCount() == 1);
			assertThat(balancer.getInputStream().read()).isEqualTo(-1);
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(400));
		}
		assertNoConnections();
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET / HTTP/1.1\r\nHost: x\r\n\r\n", "PROXY TCP4 evil evil 1 2\r\n", "\26\3\1\2\0\1" })
	void connectionWithoutAHeaderIsClosed(String beginning, CapturedOutput output) throws IOException {
		for (int i = 0; i < 3; i++) {
			try (Socket stranger = connect(ProxyHeaders.line(beginning))) {
				assertThat(RawHttp.ask(stranger)).isEmpty();
			}
		}
		assertNoConnections();
		assertThat(output.toString().lines().filter((line) -> line.contains("PROXY protocol"))).singleElement()
			.asString()
			.contains("Closed a connection from 127.0.0.1:", "cluster.proxy-protocol=true")
			.doesNotContain("evil");
	}

	@Test
	void balancersThatOnlyLookAreNoNews(CapturedOutput output) throws IOException {
		connect().close();
		connect(VERSION_1).close();
		connect(ProxyHeaders.line("PROXY")).close();
		try (Socket check = connect(ProxyHeaders.block("20", "00", new byte[0]))) {
			assertThat(get(check)).startsWith("127.0.0.1:");
		}
		assertNoConnections();
		assertThat(output).doesNotContain("PROXY protocol").doesNotContain("Exception");
	}

	@Test
	void requestsOfTheWorkerItselfNeedNoHeader() throws IOException {
		try (OwnRequests own = new OwnRequests(this.protocol.endpoint(), Duration.ofSeconds(10))) {
			assertThat(own.get("/")).isEqualTo(200);
		}
	}

	@Test
	void oneRefusalInAMinuteIsLogged() {
		AtomicLong nanoTime = new AtomicLong();
		ProxyProtocol proxyProtocol = new ProxyProtocol(nanoTime::get);
		ProxyHeaderException fault = new ProxyHeaderException("it begins with something else");
		assertThat(proxyProtocol.refusal("192.0.2.7:1", fault)).isEqualTo("Closed a connection from 192.0.2.7:1:"
				+ " with cluster.proxy-protocol=true, each has to begin with a header of the PROXY protocol,"
				+ " but it begins with something else");
		assertThat(proxyProtocol.refusal("192.0.2.7:2", fault)).isNull();
		nanoTime.addAndGet(Duration.ofSeconds(59).toNanos());
		assertThat(proxyProtocol.refusal("192.0.2.7:3", fault)).isNull();
		nanoTime.addAndGet(Duration.ofSeconds(1).toNanos());
		assertThat(proxyProtocol.refusal("192.0.2.7:4", fault))
			.startsWith("Closed a connection from 192.0.2.7:4, the last of 3:");
	}

	private Socket connect() throws IOException {
		Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.listener.port());
		socket.setSoTimeout(20_000);
		return socket;
	}

	private Socket connect(byte[] header) throws IOException {
		Socket socket = connect();
		socket.getOutputStream().write(header);
		return socket;
	}

	private void assertNoConnections() {
		Await.until("the end of all connections", () -> this.protocol.endpoint().openConnectionCount() == 0);
		Await.until("the count to be right", () -> this.protocol.endpoint().getConnectionCount() == 0);
	}

	private static byte[] request() {
		return "GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
	}

	private static String get(Socket socket) throws IOException {
		socket.getOutputStream().write(request());
		return answer(socket);
	}

	/**
	 * Return the body.
	 */
	private static String answer(Socket socket) throws IOException {
		InputStream in = socket.getInputStream();
		StringBuilder answer = new StringBuilder();
		int next = in.read();
		while (next != ';' && next != -1) {
			answer.append((char) next);
			next = in.read();
		}
		return answer.substring(answer.indexOf("\r\n\r\n") + 4);
	}

}
