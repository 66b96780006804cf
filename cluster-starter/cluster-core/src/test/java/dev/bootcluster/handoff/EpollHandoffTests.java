// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.bootcluster.BalancingPolicy;
import dev.bootcluster.ipc.Ipc;
import dev.bootcluster.test.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Distribution over real sockets, with workers that are nothing but sockets.
 */
class EpollHandoffTests {

	@TempDir
	Path directory;

	private HandoffStage stage;

	private Handoff handoff;

	@BeforeEach
	void open() throws IOException {
		this.stage = HandoffStage.open(this.directory);
		this.handoff = this.stage.handoff;
	}

	@AfterEach
	void close() throws Exception {
		this.stage.close();
	}

	@Test
	void everyWorkerGetsExactlyItsShare() throws Exception {
		List<RawWorker> workers = workersThatHaveServed(3);
		this.stage.clients(30);
		for (RawWorker worker : workers) {
			for (int i = 0; i < 10; i++) {
				worker.receive().close();
			}
		}
		this.stage.barrier();
		for (RawWorker worker : workers) {
			assertThat(worker.hasReceived()).isFalse();
		}
	}

	@Test
	void connectionWaitsWhileNoWorkerIsReadyAndIsServedAfter() throws Exception {
		this.stage.client("hello");
		this.stage.awaitPending(1);
		RawWorker worker = this.stage.worker(1);
		try (RawWorker.Connection connection = worker.receive()) {
			assertThat(connection.read(5)).isEqualTo("hello");
		}
		worker.answer("A");
		this.stage.awaitHandoffs(1);
		assertThat(this.handoff.stats().pending()).isZero();
		assertThat(this.handoff.stats().refused()).isZero();
		assertThat(this.handoff.stats().nanos()).isPositive();
	}

	@Test
	void workerThatIsReadyBeforeItsChannelIsOpenGetsConnectionsToo() throws Exception {
		this.stage.client("");
		this.handoff.expect(1, 1);
		this.handoff.admit(1);
		this.stage.connect(1).receive().close();
	}

	@Test
	void workerThatIsNotReadyGetsNothing() throws Exception {
		this.handoff.expect(1, 1);
		RawWorker worker = this.stage.connect(1);
		this.stage.client("");
		this.stage.awaitPending(1);
		assertThat(worker.hasReceived()).isFalse();
	}

	@Test
	void connectionsADyingWorkerDidNotAcknowledgeGoToAnotherInOrderWithTheirBytes() throws Exception {
		RawWorker dying = this.stage.worker(1);
		for (String request : List.of("first.", "second", "third.")) {
			this.stage.client(request);
			dying.receive().close();
		}
		dying.answer("A");
		this.stage.awaitHandoffs(1);
		dying.close();
		this.stage.awaitPending(2);
		this.stage.client("fourth");
		this.stage.awaitPending(3);
		RawWorker other = this.stage.worker(2);
		assertThat(other.receive().read(6)).isEqualTo("second");
		assertThat(other.receive().read(6)).isEqualTo("third.");
		assertThat(other.receive().read(6)).isEqualTo("fourth");
	}

	@Test
	void acknowledgedConnectionIsTheWorkersAlone() throws Exception {
		RawWorker worker = this.stage.worker(1);
		java.net.Socket client = this.stage.client("");
		RawWorker.Connection connection = worker.receive();
		worker.answer("A");
		this.stage.awaitHandoffs(1);
		connection.close();
		assertThat(client.getInputStream().read()).as("the end, as the primary has no copy").isEqualTo(-1);
	}

	@Test
	void refusedConnectionGoesToAnotherAndTheRefuserGetsNothingUntilItHasRoom() throws Exception {
		RawWorker full = this.stage.worker(1);
		this.stage.client("refused");
		full.receive().close();
		RawWorker other = this.stage.worker(2);
		full.answer("R");
		assertThat(other.receive().read(7)).isEqualTo("refused");
		for (int i = 0; i < 4; i++) {
			this.stage.client("");
			other.receive().close();
		}
		assertThat(full.hasReceived()).isFalse();
		full.answer("C");
		Await.until("a connection for the one that has room again", () -> {
			this.stage.client("");
			return full.hasReceived();
		});
	}

	@Test
	void connectionEveryoneRefusedWaitsForRoom() throws Exception {
		RawWorker full = this.stage.worker(1);
		this.stage.client("patient");
		full.receive().close();
		full.answer("R");
		this.stage.awaitPending(1);
		full.answer("C");
		assertThat(full.receive().read(7)).isEqualTo("patient");
	}

	@Test
	void refusedConnectionsKeepTheirOrder() throws Exception {
		RawWorker full = this.stage.worker(1);
		for (String request : List.of("first.", "second", "third.")) {
			this.stage.client(request);
			full.receive().close();
		}
		full.answer("RRR");
		this.stage.awaitPending(3);
		RawWorker other = this.stage.worker(2);
		assertThat(other.receive().read(6)).isEqualTo("first.");
		assertThat(other.receive().read(6)).isEqualTo("second");
		assertThat(other.receive().read(6)).isEqualTo("third.");
	}

	@Test
	void workerThatDoesNotAnswerGetsNoMoreThanItsWindow() throws Exception {
		RawWorker stalled = this.stage.worker(1);
		this.stage.barrier();
		this.stage.clients(Unanswered.WINDOW + 8);
		this.stage.awaitPending(8);
		for (int i = 0; i < Unanswered.WINDOW; i++) {
			stalled.receive().close();
		}
		assertThat(stalled.hasReceived()).isFalse();
		stalled.answer("A");
		this.stage.awaitPending(7);
		stalled.receive().close();
		assertThat(stalled.hasReceived()).isFalse();
		assertThat(this.handoff.release(1).join()).isEqualTo(Unanswered.WINDOW + 1);
	}

	@Test
	void releasedWorkerGetsNothingMoreAndItsAnswersStillCount() throws Exception {
		RawWorker leaving = this.stage.worker(1);
		this.stage.client("");
		leaving.receive().close();
		assertThat(this.handoff.release(1).join()).isEqualTo(1);
		this.stage.client("");
		this.stage.awaitPending(1);
		assertThat(leaving.hasReceived()).isFalse();
		leaving.answer("A");
		this.stage.awaitHandoffs(1);
		assertThat(this.handoff.stats().pending()).isEqualTo(1);
	}

	@Test
	void releaseOfAWorkerThatNeverCameSaysThatNothingWasSent() {
		this.handoff.expect(1, 1);
		assertThat(this.handoff.release(1).join()).isZero();
		assertThat(this.handoff.release(2).join()).isZero();
	}

	@Test
	void processWithAnUnknownLaunchNumberIsTurnedAway() throws Exception {
		this.stage.connect(99).awaitClosed();
		this.handoff.expect(1, 1);
		this.handoff.forget(1);
		this.stage.barrier();
		this.stage.connect(1).awaitClosed();
	}

	@Test
	void secondChannelOfAWorkerIsTurnedAwayAndTheFirstServesOn() throws Exception {
		RawWorker first = this.stage.worker(1);
		this.stage.client("");
		first.receive().close();
		this.stage.connect(1).awaitClosed();
		this.stage.client("");
		first.receive().close();
	}

	@Test
	void unknownCodeClosesThatLinkAloneAndItsConnectionsGoToAnother() throws Exception {
		RawWorker mad = this.stage.worker(1);
		this.stage.client("spared");
		mad.receive().close();
		RawWorker other = this.stage.worker(2);
		mad.answer("?");
		mad.awaitClosed();
		assertThat(other.receive().read(6)).isEqualTo("spared");
		this.stage.client("");
		other.receive().close();
	}

	@Test
	void answerToNothingClosesTheLink() throws Exception {
		RawWorker mad = this.stage.worker(1);
		mad.answer("A");
		mad.awaitClosed();
		assertThat(this.handoff.stats().handoffs()).isZero();
	}

	@Test
	void socketIsForItsOwnerOnly() throws Exception {
		assertThat(Files.getPosixFilePermissions(this.directory.resolve(Ipc.HANDOFF_SOCKET)))
			.isEqualTo(PosixFilePermissions.fromString("rw-------"));
	}

	@Test
	void addressInUseFailsTheStart(@TempDir Path other) {
		HandoffSettings settings = new HandoffSettings(other, this.handoff.address(), 10, BalancingPolicy.ROUND_ROBIN,
				10, Duration.ofSeconds(10), Duration.ZERO, false);
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> Handoff.open(settings))
			.satisfies((ex) -> assertThat(ex).isInstanceOfAny(BindException.class, IOException.class))
			.withMessageContaining("Address already in use");
	}

	@Test
	void clientThatGaveUpWhileItWaitedCostsNothing() throws Exception {
		this.stage.client("").close();
		this.stage.client("stayed");
		this.stage.awaitPending(2);
		RawWorker worker = this.stage.worker(1);
		worker.receive().close();
		worker.answer("A");
		assertThat(worker.receive().read(6)).isEqualTo("stayed");
		worker.answer("A");
		Await.until("both", () -> this.handoff.stats().handoffs() == 2);
	}

	/**
	 * Create workers that are all known to the handoff and ready from now on.
	 */
	private List<RawWorker> workersThatHaveServed(int count) throws IOException {
		List<RawWorker> workers = new ArrayList<>();
		for (int launch = 1; launch <= count; launch++) {
			RawWorker worker = this.stage.worker(launch);
			this.stage.client("");
			worker.receive().close();
			worker.answer("A");
			this.stage.awaitHandoffs(launch);
			this.handoff.release(launch).join();
			workers.add(worker);
		}
		for (int launch = 1; launch <= count; launch++) {
			this.handoff.admit(launch);
		}
		this.stage.barrier();
		return workers;
	}

}
