// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.collaboration;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.bootcluster.ipc.FromPrimary;
import dev.bootcluster.ipc.FromPrimary.Receipt;
import dev.bootcluster.ipc.FromWorker;
import dev.bootcluster.ipc.Letter;
import dev.bootcluster.ipc.Letter.Kind;
import dev.bootcluster.ipc.Letter.Sender;
import dev.bootcluster.ipc.Link;
import dev.bootcluster.primary.FakeProcess;
import dev.bootcluster.primary.SupervisedCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MessageRouter} and {@link Mailbox}.
 */
@ExtendWith(OutputCaptureExtension.class)
class MessageRouterTests {

	@Test
	void broadcastReachesEveryReadyWorkerAndItsSender() {
		SupervisedCluster cluster = SupervisedCluster.booting(3);
		cluster.ready(1);
		cluster.ready(2);
		cluster.connects(cluster.worker(3));
		posts(cluster, 1, broadcast(7));
		assertThat(letters(cluster.worker(1))).containsExactly(signed(cluster, 1, broadcast(7)));
		assertThat(letters(cluster.worker(2))).isEqualTo(letters(cluster.worker(1)));
		assertThat(letters(cluster.worker(3))).isEmpty();
		assertThat(receipts(cluster.worker(1))).containsExactly(new Receipt(7, 2));
	}

	@Test
	void startingWorkerMaySendAndWhoDrainsHearsNothing() {
		SupervisedCluster cluster = SupervisedCluster.serving(2);
		FakeProcess draining = cluster.worker(1);
		cluster.says(draining, new FromWorker.StopRequested("SIGTERM"));
		cluster.afterSeconds(1);
		cluster.connects(cluster.worker(1));
		posts(cluster, 1, broadcast(1));
		cluster.says(draining, new FromWorker.Post(broadcast(2)));
		assertThat(letters(draining)).isEmpty();
		assertThat(letters(cluster.worker(2))).extracting(Letter::id).containsExactly(1L, 2L);
		assertThat(receipts(draining)).containsExactly(new Receipt(2, 1));
	}

	@Test
	void letterToASlotReachesItsWorkerOnly() {
		SupervisedCluster cluster = SupervisedCluster.serving(3);
		posts(cluster, 1, new Letter(Kind.SEND, 3, 1, 0, null, "type", "body"));
		assertThat(letters(cluster.worker(3))).hasSize(1);
		assertThat(letters(cluster.worker(2))).isEmpty();
		assertThat(receipts(cluster.worker(1))).containsExactly(new Receipt(1, 1));
	}

	@Test
	void letterToASlotThatHasNoReadyWorkerIsSentToNobody() {
		SupervisedCluster cluster = SupervisedCluster.serving(2);
		cluster.crashes(2);
		posts(cluster, 1, new Letter(Kind.SEND, 2, 1, 0, null, "type", "body"));
		posts(cluster, 1, new Letter(Kind.SEND, 99, 2, 0, null, "type", "body"));
		assertThat(receipts(cluster.worker(1))).containsExactly(new Receipt(1, 0), new Receipt(2, 0));
	}

	@Test
	void requestToAnyGoesToTheOthersInTurnAndAloneToItself() {
		SupervisedCluster cluster = SupervisedCluster.serving(3);
		for (int id = 1; id <= 4; id++) {
			posts(cluster, 2, new Letter(Kind.REQUEST, 0, id, 0, null, "type", "body"));
		}
		assertThat(letters(cluster.worker(1))).hasSize(2);
		assertThat(letters(cluster.worker(3))).hasSize(2);
		cluster.crashes(1);
		cluster.crashes(3);
		posts(cluster, 2, new Letter(Kind.REQUEST, 0, 5, 0, null, "type", "body"));
		assertThat(letters(cluster.worker(2))).filteredOn((letter) -> letter.kind() == Kind.REQUEST).hasSize(1);
	}

	@Test
	void answerReachesTheProcessThatAsked() {
		SupervisedCluster cluster = SupervisedCluster.serving(2);
		posts(cluster, 1, new Letter(Kind.REQUEST, 2, 9, 0, null, "type", "question"));
		Letter request = letters(cluster.worker(2)).get(0);
		posts(cluster, 2, new Letter(Kind.RESPONSE, request.from().launch(), 1, 9, null, "type", "answer"));
		assertThat(letters(cluster.worker(1))).singleElement().satisfies((letter) -> {
			assertThat(letter.answers()).isEqualTo(9);
			assertThat(letter.body()).isEqualTo("answer");
		});
	}

	@Test
	void whoWaitsForAWorkerThatDiesIsToldAtOnceAndOnce() {
		SupervisedCluster cluster = SupervisedCluster.serving(3);
		posts(cluster, 1, new Letter(Kind.REQUEST, 2, 9, 0, null, "type", "question"));
		posts(cluster, 1, new Letter(Kind.REQUEST, 3, 10, 0, null, "type", "question"));
		FakeProcess dying = cluster.worker(2);
		cluster.disconnects(dying);
		cluster.exits(dying, 137);
		assertThat(letters(cluster.worker(1))).singleElement().satisfies((letter) -> {
			assertThat(letter.kind()).isEqualTo(Kind.FAILURE);
			assertThat(letter.answers()).isEqualTo(9);
			assertThat(letter.body()).contains("Worker 2").contains("ended before it answered");
		});
	}

	@Test
	void answeredRequestIsForgotten() {
		SupervisedCluster cluster = SupervisedCluster.serving(2);
		posts(cluster, 1, new Letter(Kind.REQUEST, 2, 9, 0, null, "type", "question"));
		Letter request = letters(cluster.worker(2)).get(0);
		posts(cluster, 2, new Letter(Kind.RESPONSE, request.from().launch(), 1, 9, null, "type", "answer"));
		cluster.crashes(2);
		assertThat(letters(cluster.worker(1))).extracting(Letter::kind).containsExactly(Kind.RESPONSE);
	}

	@Test
	void workerHasAWindowOfLettersAndSendersWaitForTheRest() {
		SupervisedCluster cluster = SupervisedCluster.serving(2);
		send(cluster, Link.WINDOW + 3);
		assertThat(letters(cluster.worker(2))).hasSize(Link.WINDOW);
		assertThat(receipts(cluster.worker(1))).hasSize(Link.WINDOW);
		cluster.says(cluster.worker(2), new FromWorker.Taken(2));
		assertThat(letters(cluster.worker(2))).hasSize(Link.WINDOW + 2);
		assertThat(receipts(cluster.worker(1))).hasSize(Link.WINDOW + 2);
		cluster.says(cluster.worker(2), new FromWorker.Taken(2));
		assertThat(letters(cluster.worker(2))).extracting(Letter::id)
			.containsExactlyElementsOf(IntStream.rangeClosed(1, Link.WINDOW + 3).mapToObj(Long::valueOf).toList());
	}

	@Test
	void receiptsOfWhatIsPostedTogetherComeTogether() {
		SupervisedCluster cluster = SupervisedCluster.serving(2);
		int messages = cluster.worker(1).control.heard().size();
		for (int id = 1; id <= 50; id++) {
			cluster.begins(cluster.worker(1), new FromWorker.Post(broadcast(id)));
		}
		cluster.loop.run();
		List<FromPrimary> heard = cluster.worker(1).control.heard();
		assertThat(heard.subList(messages, heard.size()).stream().filter(FromPrimary.Posted.class::isInstance))
			.hasSize(1);
		assertThat(receipts(cluster.worker(1))).hasSize(50);
	}

	@Test
	void workerThatTakesNothingLosesWhatWaitsAndHoldsUpNobody(CapturedOutput output) {
		SupervisedCluster cluster = SupervisedCluster.serving(3);
		FakeProcess stalled = cluster.worker(2);
		for (int id = 1; id <= Link.WINDOW + 10; id++) {
			posts(cluster, 1, broadcast(id));
			takesAll(cluster, 1);
			takesAll(cluster, 3);
		}
		assertThat(receipts(cluster.worker(1))).hasSize(Link.WINDOW);
		cluster.after(Mailbox.PATIENCE);
		assertThat(receipts(cluster.worker(1))).hasSize(Link.WINDOW + 10);
		posts(cluster, 1, broadcast(1000));
		assertThat(receipts(cluster.worker(1))).hasSize(Link.WINDOW + 11);
		assertThat(letters(stalled)).hasSize(Link.WINDOW);
		assertThat(letters(cluster.worker(3))).hasSize(Link.WINDOW + 11);
		assertThat(output).containsOnlyOnce("Worker 2 (pid 1002, generation 1) has taken no messages for 5.0s");
		cluster.says(stalled, new FromWorker.Taken(1));
		assertThat(missed(stalled)).containsExactly(new FromPrimary.Missed(11));
		posts(cluster, 1, broadcast(1001));
		assertThat(letters(stalled)).last().extracting(Letter::id).isEqualTo(1001L);
		assertThat(output).containsOnlyOnce("takes messages again; 11 were dropped");
	}

	@Test
	void workerThatIsSlowLosesNothing() {
		SupervisedCluster cluster = SupervisedCluster.serving(2);
		send(cluster, Link.WINDOW + 20);
		for (int i = 0; i < 20; i++) {
			cluster.after(Mailbox.PATIENCE.minusMillis(1));
			cluster.says(cluster.worker(2), new FromWorker.Taken(1));
		}
		assertThat(letters(cluster.worker(2))).hasSize(Link.WINDOW + 20);
		assertThat(missed(cluster.worker(2))).isEmpty();
	}

	@Test
	void workerThatDiesHoldsUpNoSender() {
		SupervisedCluster cluster = SupervisedCluster.serving(2);
		send(cluster, Link.WINDOW + 5);
		cluster.crashes(2);
		assertThat(receipts(cluster.worker(1))).hasSize(Link.WINDOW + 5);
		cluster.after(Duration.ofMinutes(1));
	}

	@Test
	void lettersOfASenderThatDiedAreDeliveredAllTheSame() {
		SupervisedCluster cluster = SupervisedCluster.serving(2);
		send(cluster, Link.WINDOW + 5);
		cluster.crashes(1);
		cluster.says(cluster.worker(2), new FromWorker.Taken(Link.WINDOW));
		assertThat(letters(cluster.worker(2))).hasSize(Link.WINDOW + 5);
	}

	private static void send(SupervisedCluster cluster, int letters) {
		for (int id = 1; id <= letters; id++) {
			posts(cluster, 1, new Letter(Kind.SEND, 2, id, 0, null, "type", "body"));
		}
	}

	private static void takesAll(SupervisedCluster cluster, int slot) {
		cluster.says(cluster.worker(slot), new FromWorker.Taken(1));
	}

	private static void posts(SupervisedCluster cluster, int slot, Letter letter) {
		cluster.says(cluster.worker(slot), new FromWorker.Post(letter));
	}

	private static Letter broadcast(long id) {
		return new Letter(Kind.BROADCAST, 0, id, 0, null, "type", "body");
	}

	private static Letter signed(SupervisedCluster cluster, int slot, Letter letter) {
		FakeProcess worker = cluster.worker(slot);
		return letter.signed(new Sender(worker.identity.launch(), slot, worker.pid()));
	}

	private static List<Letter> letters(FakeProcess worker) {
		return heard(worker, FromPrimary.Deliver.class).map(FromPrimary.Deliver::letter).toList();
	}

	private static List<Receipt> receipts(FakeProcess worker) {
		return heard(worker, FromPrimary.Posted.class).flatMap((message) -> message.receipts().stream()).toList();
	}

	private static List<FromPrimary.Missed> missed(FakeProcess worker) {
		return heard(worker, FromPrimary.Missed.class).toList();
	}

	private static <M extends FromPrimary> Stream<M> heard(FakeProcess worker, Class<M> type) {
		return worker.control.heard().stream().filter(type::isInstance).map(type::cast);
	}

}
