// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

import dev.bootcluster.BalancingPolicy;
import dev.bootcluster.test.Await;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What clients get while no worker is ready, over real sockets.
 */
class NoWorkerReadyTests {

	private static final String REQUEST = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

	@TempDir
	private Path directory;

	@ParameterizedTest
	@ValueSource(strings = { "round-robin", "shared" })
	void clientIsRejectedAfterTheTimeout(BalancingPolicy policy) throws Exception {
		try (HandoffStage stage = open(policy, Duration.ofMillis(200))) {
			assertThat(answer(stage.client(REQUEST))).startsWith("HTTP/1.1 503 ").contains("Retry-After: ");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "round-robin", "shared" })
	void clientIsRejectedAtOnceWhileThereIsNoHope(BalancingPolicy policy) throws Exception {
		try (HandoffStage stage = open(policy, Duration.ofHours(1))) {
			Socket waiting = stage.client(REQUEST);
			stage.handoff.hopeless(true);
			assertThat(answer(waiting)).startsWith("HTTP/1.1 503 ");
			assertThat(answer(stage.client(REQUEST))).startsWith("HTTP/1.1 503 ");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "round-robin", "shared" })
	void clientWaitsAgainWhenThereIsHope(BalancingPolicy policy) throws Exception {
		try (HandoffStage stage = open(policy, Duration.ofHours(1))) {
			stage.handoff.hopeless(true);
			assertThat(answer(stage.client(REQUEST))).startsWith("HTTP/1.1 503 ");
			stage.handoff.hopeless(false);
			stage.barrier();
			stage.client("hello");
			RawWorker worker = stage.worker(1);
			if (policy.isShared()) {
				try (RawWorker.Connection listener = worker.receive()) {
					acceptFrom(listener);
				}
			}
			else {
				try (RawWorker.Connection connection = worker.receive()) {
					assertThat(connection.read(5)).isEqualTo("hello");
				}
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "round-robin", "shared" })
	void workerServesAfterAnOutage(BalancingPolicy policy) throws Exception {
		try (HandoffStage stage = open(policy, Duration.ofHours(1))) {
			stage.handoff.hopeless(true);
			assertThat(answer(stage.client(REQUEST))).startsWith("HTTP/1.1 503 ");
			RawWorker worker = stage.worker(1);
			if (policy.isShared()) {
				try (RawWorker.Connection listener = worker.receive()) {
					stage.client("hello");
					acceptFrom(listener);
				}
			}
			else {
				// It is a moment until the worker is connected.
				stage.handoff.hopeless(false);
				stage.barrier();
				stage.client("hello");
				try (RawWorker.Connection connection = worker.receive()) {
					assertThat(connection.read(5)).isEqualTo("hello");
				}
			}
			stage.handoff.hopeless(true);
			stage.barrier();
			worker.close();
			assertThat(answer(stage.client(REQUEST))).as("the next outage").startsWith("HTTP/1.1 503 ");
		}
	}

	/**
	 * The primary, which accepted before, must have left the connection to the worker.
	 */
	private static void acceptFrom(RawWorker.Connection listener) throws IOException {
		io.netty.channel.unix.Socket socket = new io.netty.channel.unix.Socket(listener.descriptor().intValue());
		int[] connection = { -1 };
		Await.until("the connection", () -> {
			try {
				connection[0] = socket.accept(new byte[26]);
				return connection[0] != -1;
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		});
		new io.netty.channel.unix.FileDescriptor(connection[0]).close();
	}

	private HandoffStage open(BalancingPolicy policy, Duration timeout) throws IOException {
		return new HandoffStage(this.directory, policy, 10, timeout, false);
	}

	private static String answer(Socket client) throws IOException {
		return new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
	}

}
