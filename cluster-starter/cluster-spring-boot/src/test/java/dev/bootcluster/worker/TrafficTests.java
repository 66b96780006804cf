// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;

import dev.bootcluster.test.Await;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.coyote.http2.Http2Protocol;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Traffic}, with clients that leave their connections open.
 */
class TrafficTests {

	private static final long NEVER = Duration.ofHours(1).toMillis();

	@TempDir
	private Path directory;

	private final HandoffProtocol protocol = new HandoffProtocol();

	private final CountDownLatch begun = new CountDownLatch(1);

	private final CountDownLatch mayEnd = new CountDownLatch(1);

	private final HttpClient client = HttpClient.newHttpClient();

	/**
	 * How far the clock of {@link #traffic} is ahead.
	 */
	private volatile Duration ahead = Duration.ZERO;

	private final Traffic traffic = new Traffic(this.protocol.endpoint(), Duration.ZERO, this::now);

	private TestTomcat tomcat;

	private HandedConnections listener;

	@BeforeEach
	void start() throws Exception {
		Http2Protocol http2 = new Http2Protocol();
		http2.setKeepAliveTimeout(NEVER);
		this.protocol.addUpgradeProtocol(http2);
		this.tomcat = new TestTomcat(this.directory, this.protocol);
		this.tomcat.start(this::serve);
		this.listener = new HandedConnections(this.protocol);
	}

	private Instant now() {
		return Instant.now().plus(this.ahead);
	}

	private void serve(HttpServletRequest request, HttpServletResponse response) throws IOException {
		if (request.getRequestURI().equals("/slow")) {
			this.begun.countDown();
			Await.until("the test", () -> this.mayEnd.getCount() == 0);
		}
		response.getOutputStream()
			.print(request.getRequestURI().equals("/port") ? "" + request.getRemotePort() : request.getRequestURI());
	}

	@AfterEach
	void stop() throws Exception {
		this.listener.close();
		this.tomcat.stop();
	}

	@Test
	void timeOfAnIdleConnectionBeginsWithTheAnnouncement() throws Exception {
		try (Socket connection = new Socket(InetAddress.getLoopbackAddress(), this.listener.port())) {
			connection.getOutputStream()
				.write("GET /fast HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
			assertThat(new BufferedReader(new InputStreamReader(connection.getInputStream())).readLine())
				.isEqualTo("HTTP/1.1 200 ");
			this.ahead = Duration.ofHours(1);
			this.traffic.announceClose();
			this.ahead = this.ahead.plusSeconds(25);
			this.traffic.closeIdle(30_000);
			assertThat(this.traffic.connections()).isEqualTo(1);
			this.ahead = this.ahead.plusSeconds(5);
			Await.until("the end of the connection", () -> {
				this.traffic.closeIdle(30_000);
				return this.traffic.connections() == 0;
			});
		}
	}

	@Test
	void http2ConnectionThatItsClientLeavesOpenIsClosed() throws Exception {
		assertThat(get("/fast").join()).isEqualTo("/fast");
		assertThat(this.traffic.connections()).isEqualTo(1);
		this.traffic.announceClose();
		awaitEnd();
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_24, disabledReason = "HttpClient gave up all its requests when GOAWAY came")
	void http2ConnectionWithAStreamIsClosedWhenThatHasEnded() throws Exception {
		assertThat(get("/fast").join()).isEqualTo("/fast");
		CompletableFuture<String> slow = get("/slow");
		Await.until("the request", () -> this.begun.getCount() == 0);
		this.traffic.announceClose();
		for (int i = 0; i < 100; i++) {
			this.traffic.closeIdle(NEVER);
		}
		assertThat(this.traffic.connections()).isEqualTo(1);
		this.mayEnd.countDown();
		assertThat(slow.join()).isEqualTo("/slow");
		awaitEnd();
	}

	@Test
	void http2ConnectionThatComesAfterTheAnnouncementIsToldToo() throws Exception {
		Traffic patient = new Traffic(this.protocol.endpoint(), Duration.ofHours(1), InstantSource.system());
		patient.announceClose();
		String connection = get("/port").join();
		Await.until("another connection", () -> {
			patient.closeIdle(NEVER);
			try {
				return !get("/port").join().equals(connection);
			}
			catch (CompletionException ex) {
				// A client of Java 17 gives up what it has sent when GOAWAY comes.
				return false;
			}
		});
	}

	private void awaitEnd() {
		Await.until("the end of the connection", () -> {
			this.traffic.closeIdle(NEVER);
			return this.traffic.connections() == 0;
		});
	}

	/**
	 * With a timeout, because a client of Java 17 may never learn that GOAWAY came before
	 * what it sent was read.
	 */
	private CompletableFuture<String> get(String path) {
		HttpRequest request = HttpRequest
			.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(this.listener.port(), path)))
			.timeout(Duration.ofSeconds(5))
			.build();
		return this.client.sendAsync(request, HttpResponse.BodyHandlers.ofString()).thenApply((response) -> {
			assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
			return response.body();
		});
	}

}
