// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.messaging;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import dev.bootcluster.ClusterException;
import dev.bootcluster.ipc.FromPrimary;
import dev.bootcluster.ipc.FromPrimary.Receipt;
import dev.bootcluster.ipc.FromWorker;
import dev.bootcluster.ipc.Letter;
import dev.bootcluster.ipc.Letter.Kind;
import dev.bootcluster.ipc.Letter.Sender;
import dev.bootcluster.ipc.Link;
import dev.bootcluster.test.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link HostMessages} and its parts.
 */
class HostMessagesTests {

	private static final Sender OTHER = new Sender(5, 1, 4711);

	private final FakeLink link = new FakeLink();

	private final MessageStats stats = new MessageStats();

	private final GenericApplicationContext context = new GenericApplicationContext();

	private final Ears ears = new Ears();

	private HostMessages messages = messages(Duration.ofSeconds(10));

	private HostMessages messages(Duration timeout) {
		PayloadFormat format = new PayloadFormat(JsonMapper.shared(), 1024);
		MessageListeners listeners = new MessageListeners(this.context.getDefaultListableBeanFactory(), format);
		this.context.getDefaultListableBeanFactory().registerSingleton("ears" + timeout, this.ears);
		listeners.afterSingletonsInstantiated();
		HostMessages messages = new HostMessages(this.link, format, listeners, timeout, this.stats);
		messages.afterPropertiesSet();
		return messages;
	}

	@AfterEach
	void end() {
		this.ears.open.countDown();
		this.messages.destroy();
	}

	@Test
	void broadcastIsPostedAndCompletesWithItsReceipt() {
		CompletableFuture<Integer> receipt = this.messages.broadcast(new Note("hi"));
		Letter letter = posted().get(0);
		assertThat(letter)
			.isEqualTo(new Letter(Kind.BROADCAST, 0, letter.id(), 0, null, Note.class.getName(), "{\"text\":\"hi\"}"));
		assertThat(receipt).isNotDone();
		settle(letter, 4);
		assertThat(receipt.join()).isEqualTo(4);
		assertThat(this.stats.getSent()).isEqualTo(1);
	}

	@Test
	void letterToASlotWithoutAReadyWorkerFails() {
		CompletableFuture<Void> receipt = this.messages.send(3, new Note("hi"));
		settle(posted().get(0), 0);
		assertThat(receipt).failsWithin(Duration.ofSeconds(10))
			.withThrowableThat()
			.withCauseInstanceOf(ClusterException.class)
			.withMessageContaining("No worker is ready in slot 3");
	}

	@Test
	void thereIsNoSlotZero() {
		assertThatExceptionOfType(ClusterException.class).isThrownBy(() -> this.messages.send(0, new Note("hi")))
			.withMessage("There is no slot 0: slots are numbered from 1");
	}

	@Test
	void payloadThatIsTooLargeOrNoJsonIsRefusedAndTakesNoRoom() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.messages.broadcast(new Note("x".repeat(1024))))
			.withMessageContaining("is too large for a message: cluster.messaging.max-size is 1024");
		assertThatIllegalArgumentException().isThrownBy(() -> this.messages.broadcast(new Circle()))
			.withMessageContaining("Circle cannot be sent as JSON");
		IntStream.range(0, Link.WINDOW).forEach((i) -> this.messages.broadcast(new Note("hi")));
		assertThat(this.stats.getWaits()).isZero();
	}

	@Test
	void senderWaitsForRoomAndGoesOnWhenThereIsSome() {
		IntStream.range(0, Link.WINDOW).forEach((i) -> this.messages.broadcast(new Note("hi")));
		CompletableFuture<CompletableFuture<Integer>> one = CompletableFuture
			.supplyAsync(() -> this.messages.broadcast(new Note("one more")));
		Await.until("the sender to wait", () -> this.stats.getWaits() == 1);
		assertThat(posted()).hasSize(Link.WINDOW);
		settle(posted().get(0), 1);
		one.join();
		assertThat(posted()).hasSize(Link.WINDOW + 1);
	}

	@Test
	void senderThatFindsNoRoomInTimeIsTold() {
		this.messages.destroy();
		this.messages = messages(Duration.ofMillis(20));
		IntStream.range(0, Link.WINDOW).forEach((i) -> this.messages.broadcast(new Note("hi")));
		assertThatExceptionOfType(ClusterException.class).isThrownBy(() -> this.messages.broadcast(new Note("hi")))
			.withMessageContaining("no room for it within PT0.02S (cluster.messaging.timeout)");
	}

	@Test
	void listenerHearsPayloadAndSenderAndThePrimaryHearsThatItIsDone() {
		deliver(Kind.BROADCAST, 1, new Note("hi"), "{\"text\":\"hi\",\"unknown\":1}");
		Await.until("the note", () -> this.ears.heard.get() != null);
		assertThat(this.ears.heard.get()).isEqualTo(Map.entry(new Note("hi"), new MessageSender(1, 4711)));
		Await.until("the end", () -> this.link.sent(FromWorker.Taken.class).equals(List.of(new FromWorker.Taken(1))));
	}

	@Test
	void listenerOfASupertypeHearsTooAndWhatNobodyHearsIsTaken() {
		deliver(Kind.BROADCAST, 1, 7, "7");
		Await.until("the number", () -> Integer.valueOf(7).equals(this.ears.number.get()));
		deliver(Kind.BROADCAST, 2, "text", "\"text\"");
		this.link.says(new FromPrimary.Deliver(
				new Letter(Kind.BROADCAST, 0, 3, 0, OTHER, "no.such.Type", "{\"hostile\":true}")));
		Await.until("all of them to be done with", () -> taken() == 3);
	}

	@Test
	void whatCannotBeReadOrFailsIsTakenAndTheNextIsHeard() {
		deliver(Kind.BROADCAST, 1, new Note(""), "no json");
		deliver(Kind.BROADCAST, 2, new Note(""), "{\"text\":\"fail\"}");
		deliver(Kind.BROADCAST, 3, new Note(""), "{\"text\":\"hi\"}");
		Await.until("all of them to be done with", () -> taken() == 3);
		assertThat(this.ears.heard.get().getKey()).isEqualTo(new Note("hi"));
	}

	@Test
	void requestIsAnsweredWithWhatTheListenerReturns() {
		deliver(Kind.REQUEST, 9, new Question("me"), "{\"name\":\"me\"}");
		Await.until("the answer", () -> !posted().isEmpty());
		assertThat(posted().get(0)).isEqualTo(new Letter(Kind.RESPONSE, OTHER.launch(), posted().get(0).id(), 9, null,
				Note.class.getName(), "{\"text\":\"hello me\"}"));
	}

	@Test
	void requestIsAnsweredWhenTheStageCompletes() {
		deliver(Kind.REQUEST, 9, new Later(), "{}");
		Await.until("the listener to return", () -> taken() == 1);
		assertThat(posted()).isEmpty();
		this.ears.later.complete(new Note("late"));
		Await.until("the answer", () -> !posted().isEmpty());
		assertThat(posted().get(0).body()).isEqualTo("{\"text\":\"late\"}");
	}

	@Test
	void requestThatFailsOrThatNobodyHearsIsAnsweredWithTheReason() {
		deliver(Kind.REQUEST, 9, new Question(""), "{\"name\":\"\"}");
		deliver(Kind.REQUEST, 10, "text", "\"text\"");
		Await.until("the answers", () -> posted().size() == 2);
		assertThat(posted().get(0).kind()).isEqualTo(Kind.FAILURE);
		assertThat(posted().get(0).type()).isEqualTo("FAILED");
		assertThat(posted().get(0).body()).contains("Slot 2").contains("no name");
		assertThat(posted().get(1).type()).isEqualTo("INVALID");
		assertThat(posted().get(1).body()).contains("No @ClusterMessageListener receives java.lang.String");
	}

	@Test
	void answerComesToWhoAskedAlsoWhileItsListenersAreBusy() {
		deliver(Kind.BROADCAST, 1, new Note(""), "{\"text\":\"block\"}");
		CompletableFuture<Note> answer = this.messages.request(1, new Question("me"), Note.class);
		Letter request = posted().get(0);
		settle(request, 1);
		this.link.says(
				new FromPrimary.Deliver(new Letter(Kind.RESPONSE, 7, 1, request.id(), OTHER, "", "{\"text\":\"a\"}")));
		assertThat(answer.join()).isEqualTo(new Note("a"));
		assertThat(taken()).isEqualTo(1);
	}

	@Test
	void failureComesToWhoAsked() {
		CompletableFuture<Note> answer = this.messages.request(new Question("me"), Note.class);
		this.link.says(new FromPrimary.Deliver(
				new Letter(Kind.FAILURE, 7, 1, posted().get(0).id(), OTHER, "FAILED", "Slot 1: it broke")));
		assertThatExceptionOfType(CompletionException.class).isThrownBy(answer::join)
			.withCauseInstanceOf(ClusterException.class)
			.withMessageContaining("Slot 1: it broke");
	}

	@Test
	void requestToNobodyFailsAtOnceAndOneWithoutAnAnswerInTime() {
		CompletableFuture<Note> nobody = this.messages.request(3, new Question("me"), Note.class);
		settle(posted().get(0), 0);
		assertThatExceptionOfType(CompletionException.class).isThrownBy(nobody::join)
			.withMessageContaining("No worker is ready in slot 3");
		this.messages.destroy();
		this.messages = messages(Duration.ofMillis(20));
		assertThatExceptionOfType(CompletionException.class)
			.isThrownBy(() -> this.messages.request(3, new Question("me"), Note.class).join())
			.withMessageContaining("Slot 3 did not answer within PT0.02S (cluster.messaging.timeout)");
	}

	@Test
	void moreRequestsThanMayWaitAreRefused() {
		for (int i = 0; i < Requests.MAX; i++) {
			this.messages.request(1, new Question("me"), Note.class);
			settle(posted().get(i), 1);
		}
		assertThatExceptionOfType(ClusterException.class)
			.isThrownBy(() -> this.messages.request(1, new Question("me"), Note.class))
			.withMessageContaining("1024 requests to other workers already await their answers");
	}

	@Test
	void lostLettersAreCounted() {
		this.link.says(new FromPrimary.Missed(17));
		assertThat(this.stats.getLost()).isEqualTo(17);
	}

	private void deliver(Kind kind, long id, Object payload, String json) {
		this.link.says(new FromPrimary.Deliver(new Letter(kind, 2, id, 0, OTHER, payload.getClass().getName(), json)));
	}

	private List<Letter> posted() {
		return this.link.sent(FromWorker.Post.class).stream().map(FromWorker.Post::letter).toList();
	}

	private void settle(Letter letter, int receivers) {
		this.link.says(new FromPrimary.Posted(List.of(new Receipt(letter.id(), receivers))));
	}

	private int taken() {
		return this.link.sent(FromWorker.Taken.class).stream().mapToInt(FromWorker.Taken::letters).sum();
	}

	/**
	 * A message.
	 */
	record Note(String text) {

	}

	/**
	 * A request.
	 */
	record Question(String name) {

	}

	/**
	 * A request that is answered later.
	 */
	record Later() {

	}

	/**
	 * A payload that cannot be written as JSON.
	 */
	static final class Circle {

		public Circle getSelf() {
			return this;
		}

	}

	/**
	 * An application's listeners.
	 */
	static class Ears {

		final AtomicReference<Map.Entry<Note, MessageSender>> heard = new AtomicReference<>();

		final AtomicReference<Number> number = new AtomicReference<>();

		final CompletableFuture<Note> later = new CompletableFuture<>();

		final CountDownLatch open = new CountDownLatch(1);

		@ClusterMessageListener
		void hear(Note note, MessageSender from) throws InterruptedException {
			if (note.text().equals("fail")) {
				throw new IllegalStateException("the listener fails");
			}
			if (note.text().equals("block")) {
				this.open.await();
			}
			this.heard.set(Map.entry(note, from));
		}

		@ClusterMessageListener
		void hear(Number number) {
			this.number.set(number);
		}

		@ClusterMessageListener
		Note answer(Question question) {
			if (question.name().isEmpty()) {
				throw new IllegalArgumentException("no name");
			}
			return new Note("hello " + question.name());
		}

		@ClusterMessageListener
		CompletableFuture<Note> answer(Later later) {
			return this.later;
		}

	}

}
