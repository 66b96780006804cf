// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link RelayClient}, against a server that says what it is told to.
 */
class RelayClientTests {

	private static final int LARGE = 64 << 20;

	/**
	 * What the kernel's buffers of both ends and one read may hold.
	 */
	private static final int BOUND = 4 << 20;

	private final RelayClient client = new RelayClient("test-relay");

	private RelaySocket socket;

	private ServerSocketChannel server;

	@BeforeEach
	void listen(@TempDir Path directory) throws IOException {
		OwnerOnly.createDirectories(directory.resolve(RelaySocket.DIRECTORY));
		this.socket = RelaySocket.of(directory, 2, 4711);
		this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
		this.server.bind(UnixDomainSocketAddress.of(this.socket.path()));
	}

	@AfterEach
	void close() throws IOException {
		this.client.close();
		this.server.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-A: 1\r\nX-A: 2\r\n\r\nhello",
			"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX-A: 1\r\nX-A: 2\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n",
			"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nX-A: 1\r\nX-A: 2\r\nContent-Length: 5\r\n\r\nhello" })
	void completeAnswerIsRead(String answer) throws Exception {
		CompletableFuture<String> request = serve(answer);
		try (RelayExchange exchange = this.client.send(this.socket, head("GET", 0))) {
			RelayExchange.Answer received = exchange.answer(null);
			assertThat(received.status()).isEqualTo(200);
			assertThat(received.headers()).contains(Map.entry("X-A", "1"), Map.entry("X-A", "2"));
			assertThat(received.body().readAllBytes()).asString().isEqualTo("hello");
			assertThat(received.body().read()).isEqualTo(-1);
		}
		assertThat(request.get()).isEqualTo("GET /actuator/info?a=b HTTP/1.1\r\nHost: example.org\r\n\r\n");
	}

	@Test
	void answerWithoutBodyEnds() throws Exception {
		serve("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
		try (RelayExchange exchange = this.client.send(this.socket, head("HEAD", 0))) {
			assertThat(exchange.answer(null).body().readAllBytes()).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhello",
			"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
			"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7\r\nhello",
			"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nnonsense\r\n" })
	void answerThatIsCutNeverLooksComplete(String answer) throws Exception {
		serve(answer);
		try (RelayExchange exchange = this.client.send(this.socket, head("GET", 0))) {
			InputStream body = exchange.answer(null).body();
			assertThatIOException().isThrownBy(body::readAllBytes)
				.withMessageContaining("before its answer was complete");
			assertThatIOException().as("asked again").isThrownBy(body::readAllBytes);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "HTTP/1.1 200 OK\r\nContent-Le", "nonsense\r\n\r\n" })
	void workerThatEndsWithoutAnswerIsTold(String answer) throws Exception {
		serve(answer);
		try (RelayExchange exchange = this.client.send(this.socket, head("GET", 0))) {
			assertThatIOException().isThrownBy(() -> exchange.answer(null));
		}
	}

	@Test
	void workerThatIsGoneCannotBeReached() throws IOException {
		this.server.close();
		assertThatIOException().isThrownBy(() -> this.client.send(this.socket, head("GET", 0)))
			.withMessageStartingWith("Slot 2 (pid 4711) cannot be reached");
	}

	@Test
	void workerThatIsSilentIsWaitedForAsLongAsTheCallerSays() throws Exception {
		try (RelayExchange exchange = this.client.send(this.socket, head("GET", 0))) {
			assertThatExceptionOfType(SocketTimeoutException.class)
				.isThrownBy(() -> exchange.answer(Duration.ofMillis(1)))
				.withMessage("it did not answer within 1 ms");
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, 11 })
	void bodyIsSent(int length) throws Exception {
		CompletableFuture<String> request = serve("HTTP/1.1 204 No Content\r\n\r\n", "0\r\n\r\n", "hello world");
		try (RelayExchange exchange = this.client.send(this.socket, head("POST", length))) {
			assertThat(exchange.sendBody(new ByteArrayInputStream("hello world".getBytes()))).isTrue();
			assertThat(exchange.answer(null).status()).isEqualTo(204);
		}
		assertThat(request.get()).contains("hello world",
				(length < 0) ? "transfer-encoding: chunked" : "content-length: 11");
	}

	@Test
	void answerGivenBeforeTheBodyWasTakenIsRead() throws Exception {
		CompletableFuture<Void> served = CompletableFuture.runAsync(() -> {
			try (SocketChannel connection = this.server.accept()) {
				write(connection, "HTTP/1.1 413 Too Large\r\nContent-Length: 5\r\n\r\nlarge");
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		});
		try (RelayExchange exchange = this.client.send(this.socket, head("POST", LARGE))) {
			assertThat(exchange.sendBody(new Zeros(LARGE))).isFalse();
			assertThat(exchange.answer(null).status()).isEqualTo(413);
		}
		served.get();
	}

	@Test
	void bodyThatTheClientCutsIsNotSentAsComplete() throws Exception {
		CompletableFuture<String> request = serve("", "never");
		try (RelayExchange exchange = this.client.send(this.socket, head("POST", -1))) {
			assertThatIOException().isThrownBy(() -> exchange.sendBody(new InputStream() {

				private boolean begun;

				@Override
				public int read(byte[] target, int offset, int length) throws IOException {
					if (this.begun) {
						throw new IOException("the client is gone");
					}
					this.begun = true;
					return 5;
				}

				@Override
				public int read() {
					throw new IllegalStateException();
				}

			})).withMessage("the client is gone");
		}
		assertThat(request.get()).doesNotContain("\r\n0\r\n");
	}

	@Test
	void largeAnswerStaysWithTheWorkerUntilItIsRead() throws Exception {
		CompletableFuture<Integer> written = new CompletableFuture<>();
		CompletableFuture<Void> served = CompletableFuture.runAsync(() -> {
			try (SocketChannel connection = this.server.accept()) {
				read(connection, "\r\n\r\n");
				write(connection, "HTTP/1.1 200 OK\r\nContent-Length: " + LARGE + "\r\n\r\n");
				written.complete(writeUntilFull(connection));
				connection.configureBlocking(true);
				ByteBuffer rest = ByteBuffer.allocate(LARGE - written.join());
				while (rest.hasRemaining()) {
					connection.write(rest);
				}
			}
			catch (IOException ex) {
				written.completeExceptionally(ex);
			}
		});
		try (RelayExchange exchange = this.client.send(this.socket, head("GET", 0))) {
			InputStream body = exchange.answer(null).body();
			assertThat(body.read()).isZero();
			assertThat(written.get()).isLessThan(BOUND);
			assertThat(body.transferTo(OutputStream.nullOutputStream())).isEqualTo(LARGE - 1);
		}
		served.get();
	}

	@Test
	void largeBodyWaitsForTheWorkerToTakeIt() throws Exception {
		Zeros body = new Zeros(LARGE);
		CompletableFuture<Void> held = new CompletableFuture<>();
		CompletableFuture<Void> served = CompletableFuture.runAsync(() -> {
			try (SocketChannel connection = this.server.accept()) {
				held.join();
				read(connection, "\0\0end");
				write(connection, "HTTP/1.1 204 No Content\r\n\r\n");
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		});
		try (RelayExchange exchange = this.client.send(this.socket, head("POST", LARGE + 3))) {
			CompletableFuture<Boolean> sent = CompletableFuture.supplyAsync(() -> {
				try {
					return exchange.sendBody(body)
							&& exchange.sendBody(new ByteArrayInputStream("end".getBytes(StandardCharsets.US_ASCII)));
				}
				catch (IOException ex) {
					throw new IllegalStateException(ex);
				}
			});
			// The kernel takes something; all of it cannot be on its way.
			body.begun.get();
			for (int i = 0; i < 100_000; i++) {
				assertThat(body.left).isGreaterThan(LARGE - BOUND);
				Thread.onSpinWait();
			}
			held.complete(null);
			assertThat(sent.get()).isTrue();
			assertThat(exchange.answer(null).status()).isEqualTo(204);
		}
		served.get();
	}

	private static int writeUntilFull(SocketChannel connection) throws IOException {
		connection.configureBlocking(false);
		ByteBuffer zeros = ByteBuffer.allocate(8192);
		int written = 0;
		int refused = 0;
		while (refused < 10_000 && written < LARGE / 2) {
			zeros.clear();
			int count = connection.write(zeros);
			written += count;
			refused = (count == 0) ? refused + 1 : 0;
			Thread.onSpinWait();
		}
		return written;
	}

	private static RelayHead head(String method, long length) {
		return new RelayHead(method, "/actuator/info?a=b", List.of(Map.entry("Host", "example.org")), length);
	}

	/**
	 * Answer one request after it has come, up to a text, and end the connection.
	 */
	private CompletableFuture<String> serve(String answer, String... ends) {
		return CompletableFuture.supplyAsync(() -> {
			try (SocketChannel connection = this.server.accept()) {
				String request = read(connection, (ends.length == 0) ? new String[] { "\r\n\r\n" } : ends);
				write(connection, answer);
				return request;
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		});
	}

	private static String read(SocketChannel connection, String... ends) throws IOException {
		StringBuilder text = new StringBuilder();
		InputStream input = Channels.newInputStream(connection);
		byte[] buffer = new byte[8192];
		int count;
		while ((count = input.read(buffer)) != -1) {
			text.append(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
			if (text.length() > 3 * buffer.length) {
				text.delete(0, text.length() - buffer.length);
			}
			for (String end : ends) {
				if (text.toString().endsWith(end)) {
					return text.toString();
				}
			}
		}
		return text.toString();
	}

	private static void write(SocketChannel connection, String text) throws IOException {
		connection.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
	}

	/**
	 * A long stream that knows how much of it is left.
	 */
	private static final class Zeros extends InputStream {

		private final CompletableFuture<Void> begun = new CompletableFuture<>();

		private volatile int left;

		Zeros(int length) {
			this.left = length;
		}

		@Override
		public int read() {
			throw new IllegalStateException();
		}

		@Override
		public int read(byte[] target, int offset, int length) {
			if (this.left == 0) {
				return -1;
			}
			int count = Math.min(length, this.left);
			this.left -= count;
			this.begun.complete(null);
			return count;
		}

	}

}
