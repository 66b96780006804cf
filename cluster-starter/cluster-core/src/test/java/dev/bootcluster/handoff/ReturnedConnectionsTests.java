// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import dev.bootcluster.BalancingPolicy;
import dev.bootcluster.ipc.ConnectionNote;
import dev.bootcluster.ipc.Ipc;
import dev.bootcluster.ipc.ReturnChannel;
import dev.bootcluster.test.Await;
import io.netty.channel.unix.FileDescriptor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Workers give connections back, and the primary passes them on or leaves them to them.
 */
class ReturnedConnectionsTests {

	@TempDir
	private Path directory;

	private final Ipc ipc = new Ipc("test-worker");

	private final Map<Integer, ReturnChannel> channels = new HashMap<>();

	private final List<RawWorker.Connection> connections = new ArrayList<>();

	private HandoffStage stage;

	@BeforeEach
	void open() throws IOException {
		this.stage = HandoffStage.open(this.directory);
	}

	@AfterEach
	void close() throws Exception {
		for (RawWorker.Connection connection : this.connections) {
			connection.close();
		}
		this.ipc.close();
		this.stage.close();
	}

	@Test
	void connectionGoesToAnotherWorkerWithItsNote() throws Exception {
		RawWorker first = this.stage.worker(1);
		Socket client = this.stage.client("one");
		RawWorker.Connection connection = take(first);
		first.answer("A");
		RawWorker second = this.stage.worker(2);
		assertThat(giveBack(1, connection, 0, "read").join()).isTrue();
		connection.close();
		client.getOutputStream().write("two".getBytes(StandardCharsets.US_ASCII));
		assertThat(second.receiveNote()).isEqualTo("0 7 read");
		try (RawWorker.Connection moved = take(second)) {
			assertThat(moved.read(6)).isEqualTo("onetwo");
			second.answer("AA");
			this.stage.awaitHandoffs(2);
			client.getOutputStream().write("x".getBytes(StandardCharsets.US_ASCII));
			assertThat(moved.read(1)).isEqualTo("x");
		}
		assertThat(client.getInputStream().read()).as("end of the connection").isEqualTo(-1);
	}

	@Test
	void connectionGoesToItsSlot() throws Exception {
		RawWorker first = this.stage.worker(1);
		this.stage.client("client");
		RawWorker.Connection connection = take(first);
		first.answer("A");
		List<RawWorker> others = List.of(served(2), served(3), served(4));
		for (int number = 1; number <= 4; number++) {
			this.stage.handoff.admit(number);
		}
		for (int slot : new int[] { 3, 3, 2 }) {
			RawWorker other = others.get(slot - 2);
			assertThat(giveBack(1, connection, slot, "").join()).isTrue();
			assertThat(other.receiveNote()).isEqualTo(slot + " 7 ");
			other.receive().close();
			other.answer("AA");
		}
	}

	/**
	 * Return a worker that has taken a connection, which no other could.
	 */
	private RawWorker served(int number) throws IOException {
		this.stage.handoff.release(number - 1).join();
		RawWorker worker = this.stage.worker(number);
		this.stage.client("client");
		worker.receive().close();
		worker.answer("A");
		return worker;
	}

	private RawWorker.Connection take(RawWorker worker) {
		RawWorker.Connection connection = worker.receive();
		this.connections.add(connection);
		return connection;
	}

	@Test
	void connectionThatAWorkerDidNotTakeIsOfferedAgainWithItsNote() throws Exception {
		RawWorker first = this.stage.worker(1);
		this.stage.client("one");
		RawWorker.Connection connection = take(first);
		first.answer("A");
		RawWorker second = this.stage.worker(2);
		assertThat(giveBack(1, connection, 2, "read").join()).isTrue();
		assertThat(second.receiveNote()).isEqualTo("2 7 read");
		second.receive().close();
		RawWorker third = this.stage.worker(3);
		second.answer("AR");
		assertThat(third.receiveNote()).isEqualTo("2 7 read");
		third.receive().close();
		// It dies between its two answers.
		third.answer("A");
		third.close();
		second.answer("C");
		assertThat(second.receiveNote()).isEqualTo("2 7 read");
		try (RawWorker.Connection moved = take(second)) {
			second.answer("AA");
			assertThat(moved.read(3)).isEqualTo("one");
		}
	}

	@Test
	void connectionIsLeftToTheOnlyWorker() throws Exception {
		RawWorker first = this.stage.worker(1);
		this.stage.client("one");
		try (RawWorker.Connection connection = take(first)) {
			first.answer("A");
			assertThat(giveBack(1, connection, 0, "").join()).isFalse();
			assertThat(connection.read(3)).isEqualTo("one");
		}
	}

	@Test
	void connectionIsLeftToItsWorkerWhileNoOtherIsReadyOrHasRoom() throws Exception {
		RawWorker first = this.stage.worker(1);
		this.stage.client("one");
		RawWorker.Connection connection = take(first);
		first.answer("A");
		this.stage.handoff.release(1).join();
		assertThat(giveBack(1, connection, 0, "").join()).isFalse();
		RawWorker second = this.stage.worker(2);
		this.stage.client("two");
		second.receive().close();
		second.answer("R");
		this.stage.awaitPending(1);
		assertThat(giveBack(1, connection, 0, "").join()).isFalse();
		second.answer("C");
		second.receive().close();
		second.answer("A");
		this.stage.awaitPending(0);
		assertThat(giveBack(1, connection, 0, "").join()).isTrue();
		assertThat(second.receiveNote()).isEqualTo("0 7 ");
		try (RawWorker.Connection moved = take(second)) {
			assertThat(moved.read(3)).isEqualTo("one");
		}
	}

	@Test
	void connectionThatWaitsInVainIsClosedAndARequestOnItAnswered() throws Exception {
		this.stage.close();
		this.stage = new HandoffStage(this.directory, BalancingPolicy.ROUND_ROBIN, 100, Duration.ofMillis(100), false);
		RawWorker first = this.stage.worker(1);
		Socket idle = this.stage.client("x");
		RawWorker.Connection connection = take(first);
		first.answer("A");
		assertThat(connection.read(1)).isEqualTo("x");
		Socket begun = this.stage.client("y");
		RawWorker.Connection other = take(first);
		first.answer("A");
		assertThat(other.read(1)).isEqualTo("y");
		this.stage.handoff.release(1).join();
		RawWorker second = this.stage.worker(2);
		ReturnChannel channel = this.ipc.connectReturns(this.directory, 1, Ipc.MAIN_PORT);
		assertThat(giveBack(channel, connection, 0, "").join()).isTrue();
		assertThat(giveBack(channel, other, 0, "GET / HT").join()).isTrue();
		connection.close();
		other.close();
		// It dies with both, and nobody else is ready.
		second.close();
		assertThat(idle.getInputStream().read()).as("end of the idle connection").isEqualTo(-1);
		assertThat(new String(begun.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
			.startsWith("HTTP/1.1 503 ");
	}

	@Test
	void connectionIsLeftToItsWorkerWhenTheClusterEnds() throws Exception {
		RawWorker first = this.stage.worker(1);
		this.stage.worker(2);
		this.stage.client("one");
		try (RawWorker.Connection connection = take(first)) {
			first.answer("A");
			this.stage.handoff.reject();
			assertThat(giveBack(1, connection, 0, "").join()).isFalse();
			assertThat(connection.read(3)).isEqualTo("one");
		}
	}

	@Test
	void connectionsAreLeftToTheirWorkerWhenThePrimaryIsGone() throws Exception {
		RawWorker first = this.stage.worker(1);
		this.stage.client("one");
		RawWorker.Connection connection = take(first);
		first.answer("A");
		ReturnChannel channel = this.ipc.connectReturns(this.directory, 1, Ipc.MAIN_PORT);
		this.stage.close();
		Await.until("the end of the channel", () -> !channel.isOpen());
		assertThat(giveBack(channel, connection, 0, "").join()).isFalse();
		connection.close();
	}

	@Test
	void manyAreGivenBackAtOnce() throws Exception {
		RawWorker first = this.stage.worker(1);
		this.stage.client("one");
		RawWorker.Connection connection = take(first);
		first.answer("A");
		this.stage.handoff.release(1).join();
		RawWorker second = this.stage.worker(2);
		ReturnChannel channel = this.ipc.connectReturns(this.directory, 1, Ipc.MAIN_PORT);
		List<CompletableFuture<Boolean>> given = new ArrayList<>();
		for (int i = 0; i < 200; i++) {
			given.add(giveBack(channel, connection, 0, "x".repeat(i * 100)));
		}
		CompletableFuture.allOf(given.toArray(CompletableFuture[]::new)).join();
		int taken = (int) given.stream().filter(CompletableFuture::join).count();
		// The first is idle, and one read brings 64 more than may wait.
		int sent = Unanswered.WINDOW + 1;
		assertThat(taken - sent).isBetween(50, 50 + 64);
		this.stage.awaitPending(taken - sent);
		assertThat(given.subList(0, taken)).allSatisfy((outcome) -> assertThat(outcome.join()).isTrue());
		for (int i = 0; i < taken; i++) {
			assertThat(second.receiveNote()).isEqualTo("0 7 " + "x".repeat(i * 100));
			second.receive().close();
			second.answer("AA");
		}
		connection.close();
	}

	@Test
	void whatHasNoNoteOrABadOneIsRefused() throws Exception {
		RawWorker first = this.stage.worker(1);
		this.stage.worker(2);
		this.stage.client("one");
		RawWorker.Connection connection = take(first);
		first.answer("A");
		RawWorker returns = this.stage.connect(1, ~Ipc.MAIN_PORT);
		returns.awaitAnswer("C");
		returns.send(connection.descriptor());
		returns.awaitAnswer("R");
		FileDescriptor[] pipe = FileDescriptor.pipe();
		returns.send(pipe[0]);
		returns.send(connection.descriptor());
		returns.awaitAnswer("ARC");
		// A note of a connection that never follows is replaced by the next one.
		returns.send(pipe[0]);
		returns.send(pipe[0]);
		returns.send(connection.descriptor());
		returns.awaitAnswer("AARC");
		assertThat(connection.read(3)).isEqualTo("one");
		pipe[0].close();
		pipe[1].close();
		connection.close();
	}

	@Test
	void processThatIsNotExpectedCannotGiveAnythingBack() {
		this.stage.connect(7, ~Ipc.MAIN_PORT).awaitClosed();
		this.stage.worker(1);
		this.stage.connect(1, ~Ipc.MAIN_PORT);
		this.stage.connect(1, ~Ipc.MAIN_PORT).awaitClosed();
		this.stage.connect(1, ~9).awaitClosed();
	}

	private CompletableFuture<Boolean> giveBack(int launch, RawWorker.Connection connection, int slot, String read) {
		ReturnChannel channel = this.channels.computeIfAbsent(launch,
				(number) -> this.ipc.connectReturns(this.directory, number, Ipc.MAIN_PORT));
		return giveBack(channel, connection, slot, read);
	}

	/**
	 * Return whether the primary took it.
	 */
	private static CompletableFuture<Boolean> giveBack(ReturnChannel channel, RawWorker.Connection connection, int slot,
			String read) {
		return GivenBack.send(channel, connection,
				new ConnectionNote(slot, 7, read.getBytes(StandardCharsets.US_ASCII)));
	}

}
