// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.metrics;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import dev.bootcluster.ipc.RelaySocket;
import dev.bootcluster.metrics.OtherMeters.Gathered;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NeighbourMeters}.
 */
class NeighbourMetersTests {

	private static final Duration LONG = Duration.ofSeconds(20);

	private static final long ALIVE = ProcessHandle.current().pid();

	private static final long GONE = Integer.MAX_VALUE;

	@TempDir
	private Path directory;

	private final List<AutoCloseable> open = new ArrayList<>();

	private final CountDownLatch end = new CountDownLatch(1);

	@AfterEach
	void close() throws Exception {
		this.end.countDown();
		for (AutoCloseable one : this.open) {
			one.close();
		}
	}

	@Test
	void allOthersAreAsked() throws IOException {
		AtomicReference<String> question = new AtomicReference<>();
		worker(1, ALIVE, (connection, head) -> {
			question.set(head);
			answer(connection, 200, contribution(1, 10));
		});
		worker(2, ALIVE, (connection, head) -> answer(connection, 200, contribution(2, 20)));
		Gathered gathered = gather(LONG);
		assertThat(gathered.contributions()).containsExactly(contribution(1, 10), contribution(2, 20));
		assertThat(gathered.silent()).isEmpty();
		assertThat(question.get()).startsWith("GET /meters/prometheus HTTP/1.1\r\n")
			.containsIgnoringCase("cluster-relay: worker\r\n");
	}

	@Test
	void workerDoesNotAskItself() throws IOException {
		worker(1, ALIVE, (connection, head) -> answer(connection, 200, contribution(1, 10)));
		try (NeighbourMeters meters = new NeighbourMeters(this.directory, ALIVE, LONG)) {
			assertThat(meters.gather("prometheus").contributions()).isEmpty();
		}
	}

	@Test
	void workerThatDoesNotAnswerIsLeftOutAndTheOthersAreNot() throws IOException {
		worker(1, ALIVE, (connection, head) -> this.end.await());
		worker(2, ALIVE, (connection, head) -> answer(connection, 200, contribution(2, 20)));
		worker(3, ALIVE, (connection, head) -> {
			write(connection, "HTTP/1.1 200 \r\nContent-Length: 100\r\n\r\n{");
			this.end.await();
		});
		Gathered gathered = gather(Duration.ofMillis(500));
		assertThat(gathered.contributions()).containsExactly(contribution(2, 20));
		assertThat(gathered.silent()).containsExactly(1, 3);
	}

	@Test
	void workerWithoutMetersIsNotSilent() throws IOException {
		worker(1, ALIVE, (connection, head) -> write(connection, "HTTP/1.1 404 \r\nContent-Length: 0\r\n\r\n"));
		assertThat(gather(LONG)).isEqualTo(new Gathered(List.of(), List.of()));
	}

	@ParameterizedTest
	@ValueSource(ints = { 403, 500, 503 })
	void workerThatFailsIsSilent(int status) throws IOException {
		worker(1, ALIVE,
				(connection, head) -> write(connection, "HTTP/1.1 %d \r\nContent-Length: 0\r\n\r\n".formatted(status)));
		assertThat(gather(LONG)).isEqualTo(new Gathered(List.of(), List.of(1)));
	}

	@Test
	void workerThatIsGoneIsNotSilent() throws IOException {
		worker(1, GONE, (connection, head) -> write(connection, "HTTP/1.1 200 \r\nContent-Length: 100\r\n\r\n{"));
		Path left = RelaySocket.of(this.directory, 2, GONE).path();
		ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(left)).close();
		assertThat(left).exists();
		assertThat(gather(LONG)).isEqualTo(new Gathered(List.of(), List.of()));
	}

	@Test
	void nonsenseIsNoAnswer() throws IOException {
		worker(1, ALIVE, (connection, head) -> write(connection, "HTTP/1.1 200 \r\nContent-Length: 3\r\n\r\n{]}"));
		assertThat(gather(LONG)).isEqualTo(new Gathered(List.of(), List.of(1)));
	}

	private Gathered gather(Duration limit) throws IOException {
		try (NeighbourMeters meters = new NeighbourMeters(this.directory, 0, limit)) {
			return meters.gather("prometheus");
		}
	}

	private void worker(int slot, long pid, Script script) throws IOException {
		Path socket = RelaySocket.of(this.directory, slot, pid).path();
		Files.createDirectories(socket.getParent());
		ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)
			.bind(UnixDomainSocketAddress.of(socket));
		this.open.add(server);
		Thread thread = new Thread(() -> {
			try (SocketChannel connection = server.accept()) {
				ByteBuffer head = ByteBuffer.allocate(4096);
				connection.read(head);
				script.run(connection, new String(head.array(), 0, head.position(), StandardCharsets.US_ASCII));
			}
			catch (IOException | InterruptedException ex) {
				// The test is over.
			}
		});
		thread.setDaemon(true);
		thread.start();
	}

	private static void answer(SocketChannel connection, int status, Contribution contribution) throws IOException {
		String json = new String(MetersJson.write(contribution), StandardCharsets.UTF_8);
		write(connection, "HTTP/1.1 %d \r\nContent-Length: %d\r\n\r\n%s".formatted(status, json.length(), json));
	}

	private static void write(SocketChannel connection, String text) throws IOException {
		connection.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
	}

	private static Contribution contribution(int slot, double count) {
		return KeptCountsTests.contribution(slot, slot, ALIVE, count);
	}

	/**
	 * What a worker does with a request.
	 */
	private interface Script {

		void run(SocketChannel connection, String head) throws IOException, InterruptedException;

	}

}
