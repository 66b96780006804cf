// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

import dev.bootcluster.it.Conversation.Draining;
import dev.bootcluster.test.FreePorts;
import dev.bootcluster.testing.Await;
import dev.bootcluster.testing.Certificate;
import dev.bootcluster.testing.ClusterProcess;
import dev.bootcluster.testing.Worker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients in the middle of everything that HTTP allows while their workers are replaced:
 * nothing of it is lost, cut or wrong.
 */
@Tag("full")
class ConversationsIT {

	private static final Duration PATIENCE = Duration.ofMinutes(3);

	private static final int GO_AWAY_LATER = Integer.MAX_VALUE;

	@TempDir
	private static Path temporary;

	private static Certificate certificate;

	private static Map<Setup, ClusterProcess> clusters;

	/**
	 * Those that get connections; the endpoint no longer shows the others.
	 */
	private volatile Set<Long> serving = Set.of();

	@BeforeAll
	static void start() throws Exception {
		certificate = Certificate.create(temporary);
		clusters = Map.of(Setup.TLS, launch(certificate.serverArguments()), Setup.PLAIN, launch());
		clusters.values().forEach((cluster) -> cluster.awaitReady(2));
	}

	private static ClusterProcess launch(String... args) {
		return ClusterProcess.builder()
			.managementPort(FreePorts.one())
			.args(args)
			.args("--server.http2.enabled=true", "--management.server.ssl.enabled=false", "--cluster.workers=2",
					"--cluster.shared-state=none", "--cluster.worker.drain-timeout=2m")
			.start();
	}

	@AfterAll
	static void stop() {
		clusters.values().forEach(ClusterProcess::close);
	}

	@ParameterizedTest
	@EnumSource
	void reloadLosesNothingOfAnyConversation(Setup setup) throws Exception {
		ClusterProcess cluster = clusters.get(setup);
		this.serving = serving(cluster);
		List<Task> tasks = new ArrayList<>();
		for (int i = 0; i < 2; i++) {
			for (Conversation conversation : Conversation.values()) {
				// One is enough for the disk.
				if (conversation != Conversation.BIG_UPLOAD || i == 0) {
					tasks.add((begun) -> hold(setup, conversation, begun));
				}
			}
			tasks.add((begun) -> http2(setup, begun));
			tasks.add((begun) -> webSocket(setup, begun));
		}
		CountDownLatch begun = new CountDownLatch(tasks.size());
		ExecutorService threads = Executors.newCachedThreadPool();
		try {
			List<Future<?>> results = new ArrayList<>();
			for (Task task : tasks) {
				results.add(threads.submit(() -> {
					task.run(begun);
					return null;
				}));
			}
			cluster.await("all conversations", PATIENCE, () -> begun.getCount() == 0);
			assertThat(results).as("conversations before the reload").noneMatch(Future::isDone);
			assertThat(cluster.reload().status()).isEqualTo(202);
			cluster.await("the reload", PATIENCE, () -> {
				this.serving = serving(cluster);
				return !cluster.lastReload().isRunning();
			});
			assertThat(cluster.lastReload().hasSucceeded()).as(cluster.lastReload().toString()).isTrue();
			for (Future<?> result : results) {
				result.get(1, TimeUnit.MINUTES);
			}
		}
		finally {
			threads.shutdownNow();
		}
		assertThat(cluster.log()).noneMatch((line) -> line.contains("are cut") || line.contains("cut at the end of"));
	}

	private boolean drains(long pid) {
		return !this.serving.contains(pid);
	}

	private static Set<Long> serving(ClusterProcess cluster) {
		return cluster.workers().stream().filter(Worker::isReady).map(Worker::pid).collect(Collectors.toSet());
	}

	/**
	 * Whole events, and an answer that is complete.
	 */
	@Test
	void eventsWithoutAnEndEndCleanlyAtTheDeadline() throws Exception {
		try (ClusterProcess cluster = ClusterProcess.ofWorkers(1, "--cluster.shared-state=none",
				"--cluster.worker.drain-timeout=4s");
				RawConnection connection = new RawConnection(new Socket("127.0.0.1", cluster.port()))) {
			connection.send("GET /stream?n=10000&ms=50 HTTP/1.1\r\nHost: localhost\r\n\r\n");
			RawConnection.Head head = connection.head();
			assertThat(cluster.reload().status()).isEqualTo(202);
			String events = new String(connection.body(head), StandardCharsets.UTF_8);
			assertThat(events).startsWith("retry:500\n").endsWith("}\n\n");
			assertThat(events.split("\n\n")).hasSizeGreaterThan(20).allMatch((event) -> event.contains("data:{"));
			assertThat(cluster.awaitReload().hasSucceeded()).isTrue();
			assertThat(cluster.log()).noneMatch((line) -> line.contains("are cut"));
		}
	}

	private void hold(Setup setup, Conversation conversation, CountDownLatch begun) throws IOException {
		try (RawConnection connection = new RawConnection(connect(setup, "http/1.1"))) {
			long pid = connection.worker();
			begun.countDown();
			conversation.hold(connection, new Draining(pid, this::drains));
		}
		catch (IOException | AssertionError ex) {
			throw new AssertionError("%s, %s".formatted(setup, conversation), ex);
		}
	}

	/**
	 * The first GOAWAY only announces the end: what the client has sent before it arrives
	 * is served.
	 */
	private void http2(Setup setup, CountDownLatch begun) throws Exception {
		try (RawHttp2 connection = new RawHttp2(connect(setup, "h2"), setup == Setup.TLS)) {
			long pid = RawConnection.pid(text(connection.request("GET", "/worker")));
			RawHttp2.Stream upload = connection.request("POST", "/echo");
			begun.countDown();
			int length = 0;
			byte[] piece = "0123456789abcdef".repeat(128).getBytes(StandardCharsets.US_ASCII);
			Draining worker = new Draining(pid, this::drains);
			while (connection.goAways().isEmpty()) {
				connection.data(upload, piece, false);
				length += piece.length;
				Await.pause(Duration.ofMillis(50));
			}
			RawHttp2.Stream late = connection.request("GET", "/worker");
			Await.until("the drain to be seen", PATIENCE, worker::hasBegun);
			assertThat(connection.goAways().get(0)).isEqualTo(GO_AWAY_LATER);
			while (!worker.hasLongBegun()) {
				connection.data(upload, piece, false);
				length += piece.length;
				Await.pause(Duration.ofMillis(50));
			}
			connection.data(upload, piece, true);
			assertThat(text(upload)).hasSize(length + piece.length).matches("(0123456789abcdef)+");
			connection.end().get(1, TimeUnit.MINUTES);
			assertThat(connection.goAways()).hasSizeGreaterThan(1);
			// Tomcat gives it a round trip; then the second one names a stream before it.
			int last = connection.goAways().get(connection.goAways().size() - 1);
			assertThat(last).isGreaterThanOrEqualTo(upload.id());
			if (last >= late.id()) {
				assertThat(RawConnection.pid(text(late))).isEqualTo(pid);
			}
		}
		catch (Exception | AssertionError ex) {
			throw new AssertionError("%s, HTTP/2".formatted(setup), ex);
		}
	}

	private static String text(RawHttp2.Stream stream) throws Exception {
		return new String(stream.answer().get(1, TimeUnit.MINUTES), StandardCharsets.UTF_8);
	}

	/**
	 * Each message is answered, in order, up to the close: what has an answer is known to
	 * have arrived, and the rest can be sent to another worker.
	 */
	private void webSocket(Setup setup, CountDownLatch begun) throws Exception {
		Echoes echoes = new Echoes();
		HttpClient client = (setup == Setup.TLS) ? certificate.httpClient(Version.HTTP_1_1)
				: HttpClient.newHttpClient();
		URI uri = URI.create(
				"%s://127.0.0.1:%d/ws/echo".formatted((setup == Setup.TLS) ? "wss" : "ws", clusters.get(setup).port()));
		WebSocket socket = client.newWebSocketBuilder().buildAsync(uri, echoes).get(1, TimeUnit.MINUTES);
		begun.countDown();
		for (int i = 0; !echoes.code.isDone(); i++) {
			try {
				socket.sendText(Integer.toString(i), true).get(1, TimeUnit.MINUTES);
			}
			catch (Exception ex) {
				// It is being closed.
				break;
			}
			Await.pause(Duration.ofMillis(5));
		}
		assertThat(echoes.code.get(1, TimeUnit.MINUTES)).as("%s, WebSocket", setup).isEqualTo(1012);
		assertThat(echoes.received).hasSizeGreaterThan(10);
		for (int i = 0; i < echoes.received.size(); i++) {
			assertThat(echoes.received.get(i)).isEqualTo(Integer.toString(i));
		}
	}

	private static Socket connect(Setup setup, String protocol) throws IOException {
		int port = clusters.get(setup).port();
		if (setup == Setup.PLAIN) {
			return new Socket("127.0.0.1", port);
		}
		try {
			SSLSocket socket = (SSLSocket) certificate.clientContext()
				.getSocketFactory()
				.createSocket("127.0.0.1", port);
			SSLParameters parameters = socket.getSSLParameters();
			parameters.setApplicationProtocols(new String[] { protocol });
			socket.setSSLParameters(parameters);
			socket.startHandshake();
			return socket;
		}
		catch (GeneralSecurityException ex) {
			throw new IOException(ex);
		}
	}

	/**
	 * How clients connect.
	 */
	enum Setup {

		TLS, PLAIN

	}

	/**
	 * Something that says when it has begun.
	 */
	@FunctionalInterface
	private interface Task {

		void run(CountDownLatch begun) throws Exception;

	}

	/**
	 * What comes back over a WebSocket.
	 */
	private static final class Echoes implements WebSocket.Listener {

		private final List<String> received = new ArrayList<>();

		private final CompletableFuture<Integer> code = new CompletableFuture<>();

		private final StringBuilder message = new StringBuilder();

		@Override
		public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
			this.message.append(data);
			if (last) {
				this.received.add(this.message.toString());
				this.message.setLength(0);
			}
			socket.request(1);
			return null;
		}

		@Override
		public CompletionStage<?> onClose(WebSocket socket, int statusCode, String reason) {
			this.code.complete(statusCode);
			return null;
		}

		@Override
		public void onError(WebSocket socket, Throwable error) {
			this.code.completeExceptionally(error);
		}

	}

}
