// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import dev.bootcluster.BalancingPolicy;
import dev.bootcluster.ipc.ConnectionNote;
import dev.bootcluster.ipc.Ipc;
import dev.bootcluster.ipc.ReturnChannel;
import dev.bootcluster.test.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the way of connections whose requests have a session in another worker.
 */
class StickyHandoffTests {

	private static final String REQUEST = "GET / HTTP/1.1\r\n\r\n";

	@TempDir
	private Path directory;

	private final Ipc ipc = new Ipc("test-worker");

	private final Map<Integer, ReturnChannel> channels = new HashMap<>();

	private HandoffStage stage;

	private RawWorker first;

	private RawWorker second;

	private RawWorker.Connection connection;

	@BeforeEach
	void open() throws IOException {
		open(Duration.ofMinutes(1));
	}

	private void open(Duration timeout) throws IOException {
		this.stage = new HandoffStage(this.directory, BalancingPolicy.STICKY, 100, timeout, false);
		this.first = this.stage.worker(1);
		this.second = this.stage.worker(2);
	}

	@AfterEach
	void close() throws Exception {
		this.ipc.close();
		this.stage.close();
	}

	@Test
	void connectionGoesToTheWorkerThatHasTheSession() throws Exception {
		this.stage.worker(3);
		connect(this.first);
		for (int worker : new int[] { 2, 1, 2 }) {
			giveBack(1, worker, worker);
			assertThat(receive((worker == 1) ? this.first : this.second)).isEqualTo(REQUEST);
		}
	}

	@Test
	void workerWithoutRoomHoldsUpOnlyItsOwn() throws Exception {
		connect(this.first);
		giveBack(1, 2, 2);
		assertThat(receive(this.second, "AR")).isEqualTo(REQUEST);
		this.stage.awaitPending(1);
		this.stage.client("other");
		try (RawWorker.Connection other = this.first.receive()) {
			assertThat(other.read(5)).isEqualTo("other");
		}
		this.first.answer("A");
		this.second.answer("C");
		assertThat(receive(this.second)).isEqualTo(REQUEST);
		this.stage.awaitPending(0);
	}

	@Test
	void clientDoesNotWaitForeverForItsWorker() throws Exception {
		this.stage.close();
		open(Duration.ofMillis(200));
		Socket client = connect(this.first);
		giveBack(1, 2, 2);
		receive(this.second, "AR");
		assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
			.startsWith("HTTP/1.1 503 ");
	}

	@Test
	void sameWorkerAlwaysStandsInForOneThatIsGone() throws Exception {
		connect(this.first);
		RawWorker third = this.stage.worker(3);
		this.stage.handoff.release(2).join();
		giveBack(1, 2, 2);
		List<RawWorker> standIns = new ArrayList<>();
		Await.until("a note", () -> {
			Stream.of(this.first, third).filter(StickyHandoffTests::hasReceived).forEach(standIns::add);
			return !standIns.isEmpty();
		});
		RawWorker standIn = standIns.get(0);
		standIn.receive().close();
		standIn.answer("AA");
		giveBack(1, 2, 17);
		assertThat(receive(standIn)).isEqualTo(REQUEST);
	}

	private static boolean hasReceived(RawWorker worker) {
		try {
			return worker.hasReceived();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Test
	void newestWorkerOfASlotHasWhatItsPredecessorsHad() throws Exception {
		connect(this.first);
		giveBack(1, 2, 99);
		assertThat(receive(this.second)).isEqualTo(REQUEST);
	}

	@Test
	void lingeringWorkerGetsOnlyItsOwn() throws Exception {
		connect(this.first);
		this.stage.handoff.linger(2);
		this.stage.handoff.responds().join();
		for (int i = 0; i < 3; i++) {
			this.stage.client("visitor");
			this.first.receive().close();
			this.first.answer("A");
		}
		this.stage.worker(3);
		giveBack(1, 2, 2);
		assertThat(receive(this.second)).isEqualTo(REQUEST);
	}

	@Test
	void lingeringWorkerGetsItsOwnFromTheOnlyOther() throws Exception {
		connect(this.first);
		this.stage.handoff.linger(2);
		this.stage.handoff.responds().join();
		giveBack(1, 2, 2);
		assertThat(receive(this.second)).isEqualTo(REQUEST);
	}

	/**
	 * Let a worker have a connection.
	 */
	private Socket connect(RawWorker worker) throws IOException {
		Socket client = this.stage.client("x");
		this.connection = worker.receive();
		worker.answer("A");
		assertThat(this.connection.read(1)).isEqualTo("x");
		return client;
	}

	private static String receive(RawWorker worker) throws IOException {
		return receive(worker, "AA");
	}

	/**
	 * Receive what a worker has sent on, and answer.
	 */
	private static String receive(RawWorker worker, String answers) throws IOException {
		String read;
		try (RawWorker.Connection note = worker.receive()) {
			ByteBuffer bytes = ByteBuffer.allocateDirect(1024);
			int length = note.descriptor().read(bytes, 0, bytes.capacity());
			assertThat(length).isEqualTo(RawWorker.NOTE_HEAD + REQUEST.length());
			read = StandardCharsets.US_ASCII.decode(bytes.limit(length).position(RawWorker.NOTE_HEAD)).toString();
		}
		worker.receive().close();
		worker.answer(answers);
		return read;
	}

	/**
	 * Let a worker send its connection on.
	 */
	private void giveBack(int launch, int slot, long worker) {
		ReturnChannel channel = this.channels.computeIfAbsent(launch,
				(number) -> this.ipc.connectReturns(this.directory, number, Ipc.MAIN_PORT));
		CompletableFuture<Boolean> outcome = GivenBack.send(channel, this.connection,
				new ConnectionNote(slot, worker, 7, REQUEST.getBytes(StandardCharsets.US_ASCII)));
		assertThat(outcome.join()).isTrue();
	}

}
