// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.io.ByteArrayInputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.bootcluster.test.FreePorts;
import dev.bootcluster.testing.Certificate;
import dev.bootcluster.testing.ClusterProcess;
import dev.bootcluster.testing.ClusterProcessBuilder;
import dev.bootcluster.testing.Worker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Everything that HTTP can be works through the cluster as in one JVM: with the first
 * policy over TLS and HTTP/2, with the second in plain text.
 */
class ProtocolIT {

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	@TempDir
	private static Path temporary;

	private static Certificate certificate;

	private static Map<Setup, ClusterProcess> clusters;

	@BeforeAll
	static void start() throws Exception {
		certificate = Certificate.create(temporary);
		clusters = Map.of(Setup.TLS_ROUND_ROBIN,
				start(ClusterProcess.builder()
					.managementPort(FreePorts.one())
					.args(certificate.serverArguments())
					.args("--server.http2.enabled=true", "--management.server.ssl.enabled=false")),
				Setup.PLAIN_SHARED, start(ClusterProcess.builder().args("--cluster.balancing=shared")));
		clusters.values().forEach((cluster) -> cluster.awaitReady(2));
	}

	private static ClusterProcess start(ClusterProcessBuilder builder) {
		return builder.args("--cluster.workers=2", "--cluster.shared-state=none").start();
	}

	@AfterAll
	static void stop() {
		clusters.values().forEach(ClusterProcess::close);
	}

	@ParameterizedTest
	@EnumSource
	@Tag("jdk")
	void workerSeesTheClientsOwnAddress(Setup setup) throws Exception {
		Socket socket = setup.tls ? certificate.clientContext().getSocketFactory().createSocket() : new Socket();
		try (socket) {
			socket.bind(new InetSocketAddress("127.0.0.7", 0));
			socket.connect(new InetSocketAddress("127.0.0.1", port(setup)));
			assertThat(PlainText.remoteAddress(socket)).isEqualTo("127.0.0.7");
		}
	}

	@ParameterizedTest
	@EnumSource
	@Tag("jdk")
	void bodiesComeBackWhateverTheirSizeAndFraming(Setup setup) throws Exception {
		HttpClient client = setup.client();
		Random random = new Random(1);
		for (int size : new int[] { 0, 1, 8192, 100_000, 5_000_000 }) {
			byte[] body = new byte[size];
			random.nextBytes(body);
			for (BodyPublisher publisher : List.of(BodyPublishers.ofByteArray(body),
					// Of unknown length: in chunks.
					BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))) {
				HttpResponse<byte[]> response = client.send(
						HttpRequest.newBuilder(setup.uri("http", "/echo")).POST(publisher).build(),
						BodyHandlers.ofByteArray());
				assertThat(response.statusCode()).isEqualTo(200);
				assertThat(response.version()).isEqualTo(setup.tls ? Version.HTTP_2 : Version.HTTP_1_1);
				assertThat(response.body()).isEqualTo(body);
			}
		}
		HttpResponse<byte[]> file = client.send(
				HttpRequest.newBuilder(setup.uri("http", "/static.bin?size=20000000")).build(),
				BodyHandlers.ofByteArray());
		assertThat(file.body()).hasSize(20_000_000);
	}

	/**
	 * A client in the middle of each kind of conversation, one on either worker, while
	 * both are replaced.
	 */
	@ParameterizedTest
	@EnumSource
	void reloadEndsConversationsAsTheirProtocolsWant(Setup setup) throws Exception {
		ClusterProcess cluster = clusters.get(setup);
		List<CompletableFuture<Integer>> closeCodes = IntStream.range(0, 4).mapToObj((i) -> echo(setup)).toList();
		List<CompletableFuture<HttpResponse<String>>> streams = IntStream.range(0, 4)
			.mapToObj((i) -> stream(setup))
			.toList();
		// The first event of each has come: all of them are in the hands of the old
		// workers.
		List<Long> old = cluster.workers().stream().map(Worker::pid).toList();
		cluster.await("all conversations", PATIENCE, () -> {
			long taken = 0;
			for (long pid : old) {
				taken += TakenConnections.count(pid, port(setup));
			}
			return taken >= 8;
		});
		try (SteadyRequests steady = new SteadyRequests(setup.client(), setup.uri("http", "/hello"), 4)) {
			cluster.await("requests", PATIENCE, () -> steady.answers() > 100);
			assertThat(cluster.reload().status()).isEqualTo(202);
			assertThat(cluster.awaitReload().hasSucceeded()).as(cluster.lastReload().toString()).isTrue();
			assertThat(cluster.workers()).extracting(Worker::pid).doesNotContainAnyElementsOf(old);
			int answers = steady.answers();
			cluster.await("more requests", PATIENCE, () -> steady.answers() > answers + 100);
			assertThat(steady.stop()).isEmpty();
			System.out.printf("%s: %d requests during the reload, %d repeated%n", setup, steady.answers(),
					steady.repeated());
		}
		assertThat(closeCodes).extracting(CompletableFuture::join).containsOnly(1012);
		assertThat(streams).extracting((stream) -> stream.join().body())
			.allSatisfy((body) -> assertThat(events(body))
				.containsExactlyElementsOf(IntStream.rangeClosed(1, 40).boxed().collect(Collectors.toList())));
		assertThat(cluster.log()).noneMatch((line) -> line.contains("cut at the end of"));
	}

	private static List<Integer> events(String body) {
		return body.lines()
			.filter((line) -> line.startsWith("id:"))
			.map((line) -> Integer.valueOf(line.substring(3).strip()))
			.toList();
	}

	/**
	 * Open a WebSocket and use it.
	 * @return the code with which the server will close it
	 */
	private static CompletableFuture<Integer> echo(Setup setup) {
		CompletableFuture<Integer> code = new CompletableFuture<>();
		CompletableFuture<String> echo = new CompletableFuture<>();
		WebSocket.Listener listener = new WebSocket.Listener() {

			@Override
			public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
				echo.complete(data.toString());
				socket.request(1);
				return null;
			}

			@Override
			public CompletionStage<?> onClose(WebSocket socket, int statusCode, String reason) {
				code.complete(statusCode);
				return null;
			}

			@Override
			public void onError(WebSocket socket, Throwable error) {
				code.completeExceptionally(error);
			}

		};
		WebSocket socket = setup.client()
			.newWebSocketBuilder()
			.buildAsync(setup.uri("ws", "/ws/echo"), listener)
			.join();
		socket.sendText("hello", true).join();
		assertThat(echo.orTimeout(30, TimeUnit.SECONDS).join()).isEqualTo("hello");
		return code.orTimeout(2, TimeUnit.MINUTES);
	}

	/**
	 * Ask for events on a connection of its own, as a browser's {@code EventSource} does
	 * over HTTP/1.1.
	 */
	private static CompletableFuture<HttpResponse<String>> stream(Setup setup) {
		HttpRequest request = HttpRequest.newBuilder(setup.uri("http", "/stream?n=40&ms=500"))
			.version(Version.HTTP_1_1)
			.build();
		return setup.client().sendAsync(request, BodyHandlers.ofString());
	}

	private static int port(Setup setup) {
		return clusters.get(setup).port();
	}

	/**
	 * A policy with a protocol.
	 */
	enum Setup {

		TLS_ROUND_ROBIN(true), PLAIN_SHARED(false);

		private final boolean tls;

		Setup(boolean tls) {
			this.tls = tls;
		}

		/**
		 * A client with connections of its own.
		 */
		HttpClient client() {
			try {
				return this.tls ? certificate.httpClient(Version.HTTP_2)
						: HttpClient.newBuilder().version(Version.HTTP_1_1).build();
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}

		URI uri(String scheme, String path) {
			return URI.create("%s://127.0.0.1:%d%s".formatted(this.tls ? scheme + "s" : scheme, port(this), path));
		}

	}

}
