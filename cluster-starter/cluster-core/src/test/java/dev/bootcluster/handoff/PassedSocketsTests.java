// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.bootcluster.BalancingPolicy;
import dev.bootcluster.ipc.DescriptorLimit;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link PassedSockets}: a service manager's sockets in place of our own.
 */
class PassedSocketsTests {

	private static final int PORT = 7;

	@TempDir
	Path directory;

	private final List<FileDescriptor> open = new ArrayList<>();

	@BeforeAll
	static void load() {
		Epoll.ensureAvailability();
	}

	@AfterEach
	void close() throws IOException {
		for (FileDescriptor descriptor : this.open) {
			descriptor.close();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "round-robin", "shared" })
	void connectionsOfThePassedSocketReachWorkers(BalancingPolicy policy) throws Exception {
		Socket passed = listening();
		Handoff handoff = open(policy, 0, passed);
		try (HandoffStage stage = new HandoffStage(this.directory, handoff)) {
			assertThat(handoff.address().getPort()).isEqualTo(port(passed));
			RawWorker worker = stage.worker(1);
			if (!policy.isShared()) {
				stage.client("hello");
				try (RawWorker.Connection connection = worker.receive()) {
					assertThat(connection.read(5)).isEqualTo("hello");
				}
			}
			else {
				try (RawWorker.Connection listener = worker.receive()) {
					Socket copy = new Socket(listener.descriptor().intValue());
					assertThat(copy.localAddress().getPort()).isEqualTo(port(passed));
				}
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "round-robin", "shared" })
	void clientsThatConnectAtTheEndWaitForTheNextCluster(BalancingPolicy policy) throws Exception {
		Socket passed = listening();
		Handoff ending = open(policy, port(passed), passed);
		try (HandoffStage stage = new HandoffStage(this.directory, ending)) {
			ending.reject();
			stage.barrier();
			java.net.Socket client = stage.client("hello");
			stage.barrier();
			ending.close();
			assertThat(passed.isOpen()).isTrue();
			Handoff next = open(BalancingPolicy.ROUND_ROBIN, port(passed), passed);
			try (HandoffStage after = new HandoffStage(this.directory, next)) {
				RawWorker worker = after.worker(1);
				try (RawWorker.Connection connection = worker.receive()) {
					assertThat(connection.read(5)).isEqualTo("hello");
				}
			}
			client.close();
		}
	}

	@Test
	void furtherPortsAreTakenByTheirNumbersAndGivenBack() throws Exception {
		Socket first = listening();
		Socket second = listening();
		AdditionalPort additional = new AdditionalPort(
				new InetSocketAddress(InetAddress.getLoopbackAddress(), port(first)), 10, true);
		Handoff handoff = open(BalancingPolicy.ROUND_ROBIN, port(second), first, second);
		try (HandoffStage stage = new HandoffStage(this.directory, handoff)) {
			assertThat(handoff.open(PORT, additional).join().getPort()).isEqualTo(port(first));
			handoff.close(PORT);
			assertThat(handoff.open(PORT + 1, additional).join().getPort()).isEqualTo(port(first));
			assertThat(first.isOpen()).isTrue();
			RawWorker main = stage.worker(1);
			RawWorker other = stage.connect(1, PORT + 1);
			stage.client("hello");
			stage.client(new InetSocketAddress(InetAddress.getLoopbackAddress(), port(first)), "other");
			try (RawWorker.Connection connection = main.receive(); RawWorker.Connection further = other.receive()) {
				assertThat(connection.read(5)).isEqualTo("hello");
				assertThat(further.read(5)).isEqualTo("other");
			}
		}
	}

	@Test
	void handoffRespondsUntilItIsClosed() throws Exception {
		Handoff handoff = open(BalancingPolicy.ROUND_ROBIN, 0, listening());
		assertThat(handoff.responds()).succeedsWithin(Duration.ofSeconds(30));
		handoff.close();
		assertThat(handoff.responds()).isNotDone();
	}

	@Test
	void anotherPortThanTheWantedOneIsAnErrorThatNamesBoth() throws Exception {
		Socket passed = listening();
		assertThatExceptionOfType(PassedSocketException.class)
			.isThrownBy(() -> open(BalancingPolicy.ROUND_ROBIN, 1, passed))
			.withMessage("is not the port of the socket that the service manager passed, which listens on %d",
					port(passed))
			.extracting(PassedSocketException::getAction)
			.asString()
			.contains("ListenStream=1 ");
		assertThat(new Socket(passed.intValue()).localAddress()).as("not closed").isNotNull();
	}

	@Test
	void descriptorThatIsNoListeningTcpSocketIsAnErrorThatSaysWhatItIs() throws Exception {
		Path file = this.directory.resolve("file");
		FileDescriptor plain = keep(FileDescriptor.from(file.toFile()));
		Socket silent = keep(Socket.newSocketStream());
		Socket datagrams = keep(Socket.newSocketDgram());
		Socket unix = keep(Socket.newSocketDomain());
		unix.bind(new DomainSocketAddress(this.directory.resolve("unix").toString()));
		unix.listen(1);
		assertRefused(plain, "is not a socket");
		assertRefused(silent, "does not listen");
		assertRefused(datagrams, "is not a stream socket (type 2)");
		assertRefused(unix, "is not an internet socket (address family 1)");
		assertRefused(new FileDescriptor(9999), "is not a socket");
		plain.write(ByteBuffer.allocateDirect(1).put((byte) 'x'), 0, 1);
		assertThat(file).as("not closed").hasContent("x");
	}

	private void assertRefused(FileDescriptor descriptor, String problem) {
		assertThatExceptionOfType(PassedSocketException.class)
			.isThrownBy(() -> new PassedSockets(List.of(descriptor.intValue())))
			.withMessageContaining("descriptor %d, passed by the service manager, %s", descriptor.intValue(), problem);
	}

	private Handoff open(BalancingPolicy policy, int port, Socket... passed) throws IOException {
		HandoffSettings settings = new HandoffSettings(this.directory,
				new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 128, policy, 100, Duration.ofMinutes(1),
				Duration.ZERO, false);
		List<Integer> descriptors = new ArrayList<>();
		for (Socket socket : passed) {
			descriptors.add(socket.intValue());
		}
		return EpollHandoff.open(settings, DescriptorLimit.own(), descriptors);
	}

	private Socket listening() throws IOException {
		Socket socket = keep(Socket.newSocketStream());
		socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
		socket.listen(16);
		return socket;
	}

	private <T extends FileDescriptor> T keep(T descriptor) {
		this.open.add(descriptor);
		return descriptor;
	}

	private static int port(Socket socket) {
		return socket.localAddress().getPort();
	}

}
