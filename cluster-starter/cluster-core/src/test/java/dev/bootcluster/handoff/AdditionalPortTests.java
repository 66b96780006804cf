// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionException;

import dev.bootcluster.BalancingPolicy;
import dev.bootcluster.test.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Ports besides the main one.
 */
class AdditionalPortTests {

	private static final int NUMBER = 7;

	@TempDir
	Path directory;

	private HandoffStage stage;

	@AfterEach
	void close() throws Exception {
		this.stage.close();
	}

	@Test
	void workersGetTheConnectionsOfEachPortOnItsOwnChannel() throws Exception {
		stage(BalancingPolicy.ROUND_ROBIN, Duration.ofMinutes(1));
		InetSocketAddress additional = open(true);
		RawWorker main = this.stage.worker(1);
		RawWorker other = this.stage.connect(1, NUMBER);
		this.stage.client("hello");
		this.stage.client(additional, "other");
		try (RawWorker.Connection first = main.receive(); RawWorker.Connection second = other.receive()) {
			assertThat(first.read(5)).isEqualTo("hello");
			assertThat(second.read(5)).isEqualTo("other");
		}
		main.answer("A");
		other.answer("A");
		this.stage.awaitHandoffs(2);
	}

	@Test
	void releaseCountsTheDescriptorsOfAllPorts() throws Exception {
		stage(BalancingPolicy.ROUND_ROBIN, Duration.ofMinutes(1));
		InetSocketAddress additional = open(true);
		RawWorker main = this.stage.worker(1);
		RawWorker other = this.stage.connect(1, NUMBER);
		this.stage.client("hello");
		this.stage.client(additional, "other");
		main.receive().close();
		other.receive().close();
		assertThat(this.stage.handoff.release(1).join()).isEqualTo(2);
		this.stage.client(additional, "later");
		this.stage.awaitPending(1);
		assertThat(other.hasReceived()).isFalse();
	}

	@Test
	void connectionOfADyingWorkerGoesToTheSamePortOfAnother() throws Exception {
		stage(BalancingPolicy.ROUND_ROBIN, Duration.ofMinutes(1));
		InetSocketAddress additional = open(true);
		this.stage.worker(1);
		RawWorker dying = this.stage.connect(1, NUMBER);
		this.stage.client(additional, "other");
		dying.receive().close();
		RawWorker main = this.stage.worker(2);
		RawWorker heir = this.stage.connect(2, NUMBER);
		dying.close();
		try (RawWorker.Connection connection = heir.receive()) {
			assertThat(connection.read(5)).isEqualTo("other");
		}
		assertThat(main.hasReceived()).isFalse();
	}

	@Test
	void listeningSocketIsSharedWithThePolicyOfThatName() throws Exception {
		stage(BalancingPolicy.SHARED, Duration.ofMinutes(1));
		InetSocketAddress additional = open(true);
		RawWorker main = this.stage.worker(1);
		RawWorker other = this.stage.connect(1, NUMBER);
		main.receive().close();
		try (RawWorker.Connection listener = other.receive()) {
			io.netty.channel.unix.Socket socket = new io.netty.channel.unix.Socket(listener.descriptor().intValue());
			assertThat(socket.localAddress().getPort()).isEqualTo(additional.getPort());
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "round-robin", "shared" })
	void clientsOfAPortThatNoWorkerServesAreRejectedAfterAWhile(BalancingPolicy policy) throws Exception {
		stage(policy, Duration.ofMillis(1));
		InetSocketAddress additional = open(true);
		assertThat(answer(additional)).startsWith("HTTP/1.1 503 ");
	}

	@Test
	void portThatSpeaksNoPlainHttpRejectsWithoutAnAnswer() throws Exception {
		stage(BalancingPolicy.ROUND_ROBIN, Duration.ofMillis(1));
		InetSocketAddress additional = open(false);
		try (Socket client = this.stage.client(additional, "GET / HTTP/1.1\r\n\r\n")) {
			Await.until("the end of the connection", () -> isClosed(client));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "round-robin", "shared" })
	void rejectedClientsAreToldOnEveryPort(BalancingPolicy policy) throws Exception {
		stage(policy, Duration.ofMinutes(1));
		InetSocketAddress additional = open(true);
		this.stage.handoff.reject();
		assertThat(answer(additional)).startsWith("HTTP/1.1 503 ");
		assertThat(answer(this.stage.handoff.address())).startsWith("HTTP/1.1 503 ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "round-robin", "shared" })
	void closedPortIsClosedAndTheOthersServeOn(BalancingPolicy policy) throws Exception {
		stage(policy, Duration.ofMillis(1));
		InetSocketAddress additional = open(true);
		this.stage.handoff.close(NUMBER);
		this.stage.barrier();
		assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> this.stage.client(additional, ""));
		assertThat(answer(this.stage.handoff.address())).startsWith("HTTP/1.1 503 ");
	}

	@Test
	void portInUseIsAnErrorAndNothingStaysBehind() throws Exception {
		stage(BalancingPolicy.ROUND_ROBIN, Duration.ofMinutes(1));
		AdditionalPort taken = new AdditionalPort(this.stage.handoff.address(), 10, true);
		assertThatExceptionOfType(CompletionException.class)
			.isThrownBy(() -> this.stage.handoff.open(NUMBER, taken).join())
			.havingCause()
			.isInstanceOf(IOException.class)
			.withMessageContaining("Address already in use");
		assertThat(open(true).getPort()).isPositive();
	}

	@Test
	void channelForAPortThatIsNotOpenIsTurnedAway() throws Exception {
		stage(BalancingPolicy.ROUND_ROBIN, Duration.ofMinutes(1));
		RawWorker main = this.stage.worker(1);
		this.stage.connect(1, NUMBER).awaitClosed();
		this.stage.client("hello");
		main.receive().close();
	}

	private void stage(BalancingPolicy policy, Duration pendingTimeout) throws IOException {
		this.stage = new HandoffStage(this.directory, policy, 100, pendingTimeout, false);
	}

	private InetSocketAddress open(boolean plainHttp) {
		return this.stage.handoff
			.open(NUMBER, new AdditionalPort(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10, plainHttp))
			.join();
	}

	private String answer(InetSocketAddress address) throws IOException {
		try (Socket client = this.stage.client(address, "GET / HTTP/1.1\r\n\r\n")) {
			return new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
		}
	}

	private static boolean isClosed(Socket client) {
		try {
			return client.getInputStream().read() == -1;
		}
		catch (IOException ex) {
			return true;
		}
	}

}
