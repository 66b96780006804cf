// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.io.IOException;
import java.net.BindException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import dev.bootcluster.ipc.ControlChannel;
import dev.bootcluster.ipc.FromPrimary;
import dev.bootcluster.ipc.FromWorker;
import dev.bootcluster.ipc.Ipc;
import dev.bootcluster.ipc.PortRequest;
import dev.bootcluster.ipc.Wire;
import dev.bootcluster.test.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for a {@link Worker} that is {@link Serving} more than one port, with a primary
 * that answers as told.
 */
class ServingTests {

	private static final PortRequest.Open REQUEST = new PortRequest.Open(null, 8443, 1, 100, false);

	@TempDir
	private Path directory;

	private final Ipc primary = new Ipc("test-primary");

	private final Queue<FromPrimary> answers = new ConcurrentLinkedQueue<>();

	private final Queue<FromWorker> heard = new ConcurrentLinkedQueue<>();

	private final AtomicReference<ControlChannel<FromPrimary>> control = new AtomicReference<>();

	private final List<SocketChannel> channels = new ArrayList<>();

	private ServerSocketChannel handoff;

	private Worker worker;

	@BeforeEach
	void join() throws IOException {
		this.primary.listen(this.directory, this::answer, (channel) -> {
		});
		this.handoff = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
		this.handoff.bind(UnixDomainSocketAddress.of(this.directory.resolve(Ipc.HANDOFF_SOCKET)));
		this.worker = Worker.join(TestLaunch.in(this.directory), (orphaned) -> {
		});
	}

	private void answer(ControlChannel<FromPrimary> channel, FromWorker message) {
		this.control.set(channel);
		this.heard.add(message);
		FromPrimary answer = (message instanceof FromWorker.Call) ? this.answers.poll() : null;
		if (answer != null) {
			channel.send(answer);
		}
	}

	@AfterEach
	void close() throws IOException {
		for (SocketChannel channel : this.channels) {
			channel.close();
		}
		this.handoff.close();
		this.primary.close();
	}

	@Test
	void everyPortHasChannelsOfItsOwnThatSayWhoseTheyAre() throws IOException {
		this.worker.serve(new HandoffProtocol(), new RequestProgress(), new ServingSettings(true, null));
		assertThat(hello()).isEqualTo(ByteBuffer.allocate(12).putLong(0, 1).putInt(8, Ipc.MAIN_PORT));
		assertThat(hello()).as("of connections that are given back")
			.isEqualTo(ByteBuffer.allocate(12).putLong(0, 1).putInt(8, ~Ipc.MAIN_PORT));
		opens(1, 7, 50443);
		assertThat(this.worker.open(REQUEST, new HandoffProtocol().endpoint())).isEqualTo(50443);
		assertThat(hello()).isEqualTo(ByteBuffer.allocate(12).putLong(0, 1).putInt(8, 7));
		assertThat(hello()).isEqualTo(ByteBuffer.allocate(12).putLong(0, 1).putInt(8, ~7));
		assertThat(this.heard).contains(new FromWorker.Call(1, REQUEST));
	}

	@Test
	void everyPortIsBounded() throws IOException {
		HandoffProtocol main = new HandoffProtocol();
		HandoffEndpoint other = new HandoffProtocol().endpoint();
		this.worker.serve(main, new RequestProgress(), new ServingSettings(true, 2));
		opens(1, 7, 50443);
		this.worker.open(REQUEST, other);
		for (HandoffEndpoint endpoint : List.of(main.endpoint(), other)) {
			assertThat(List.of(endpoint.reserveRequest(), endpoint.reserveRequest(), endpoint.reserveRequest()))
				.containsExactly(true, true, false);
		}
	}

	@Test
	void portThatThePrimaryRefusesCannotBeBound() throws IOException {
		this.worker.serve(new HandoffProtocol(), new RequestProgress(), new ServingSettings(true, null));
		this.answers.add(new FromPrimary.Reply(1, "CONFLICT", "The primary cannot open port 8443", null));
		assertThatExceptionOfType(BindException.class)
			.isThrownBy(() -> this.worker.open(REQUEST, new HandoffProtocol().endpoint()))
			.withMessage("The primary cannot open port 8443");
	}

	/**
	 * As in a single process.
	 */
	@Test
	void twoConnectorsCannotHaveTheSamePort() throws IOException {
		this.worker.serve(new HandoffProtocol(), new RequestProgress(), new ServingSettings(true, null));
		opens(1, 7, 8443);
		opens(2, 7, 8443);
		this.worker.open(REQUEST, new HandoffProtocol().endpoint());
		assertThatExceptionOfType(BindException.class)
			.isThrownBy(() -> this.worker.open(REQUEST, new HandoffProtocol().endpoint()))
			.withMessageContaining("two connectors have port 8443");
	}

	@Test
	void loadIsReportedOnEveryPortWhileThePrimaryWantsIt() throws IOException {
		RequestProgress progress = new RequestProgress();
		this.worker.serve(new HandoffProtocol(), progress, new ServingSettings(true, null));
		hello();
		hello();
		tell(new FromPrimary.ReportLoad(true));
		assertThat(read(0, 17)).isEqualTo(ByteBuffer.allocate(17).put(0, (byte) 'L'));
		opens(1, 7, 50443);
		this.worker.open(REQUEST, new HandoffProtocol().endpoint());
		hello();
		hello();
		assertThat(read(2, 17)).isEqualTo(ByteBuffer.allocate(17).put(0, (byte) 'L'));
		assertThat(this.worker.load()).isEqualTo(WorkerLoad.NONE);
	}

	private void tell(FromPrimary message) {
		Await.until("the worker", () -> this.control.get() != null);
		this.control.get().send(message);
	}

	@ParameterizedTest
	@MethodSource
	void poolInWhichMostTasksWaitIsReported(List<RequestThreads> pools, RequestThreads reported) {
		assertThat(RequestThreads.busiest(pools)).isEqualTo(reported);
	}

	static Stream<Arguments> poolInWhichMostTasksWaitIsReported() {
		RequestThreads main = new RequestThreads(0, 3, 200);
		RequestThreads stuck = new RequestThreads(5, 10, 10);
		RequestThreads idle = new RequestThreads(0, 0, 10);
		RequestThreads unknown = new RequestThreads(-1, -1, -1);
		return Stream.of(arguments(List.of(main), main), arguments(List.of(main, stuck), stuck),
				arguments(List.of(main, idle), main), arguments(List.of(unknown, idle), idle),
				arguments(List.of(main, unknown), main), arguments(List.of(), unknown));
	}

	private void opens(long call, int number, int port) {
		this.answers.add(new FromPrimary.Reply(call, null, null, Wire.toJson(new PortRequest.Opened(number, port))));
	}

	/**
	 * Return the first bytes of the next handoff channel.
	 */
	private ByteBuffer hello() throws IOException {
		SocketChannel channel = this.handoff.accept();
		this.channels.add(channel);
		return read(this.channels.size() - 1, 12);
	}

	private ByteBuffer read(int channel, int length) throws IOException {
		ByteBuffer bytes = ByteBuffer.allocate(length);
		while (bytes.hasRemaining() && this.channels.get(channel).read(bytes) != -1) {
			// Until all of it is there.
		}
		return bytes.flip();
	}

}
