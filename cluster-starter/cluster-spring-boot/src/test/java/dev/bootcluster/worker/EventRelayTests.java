// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;

import dev.bootcluster.ClusterEvent;
import dev.bootcluster.ClusterEventType;
import dev.bootcluster.test.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EventRelay}.
 */
@ExtendWith(OutputCaptureExtension.class)
class EventRelayTests {

	private final EventRelay relay = new EventRelay();

	private final List<Long> heard = new CopyOnWriteArrayList<>();

	@Test
	void whatCameBeforeTheApplicationWasReadyIsPublishedThenInOrder() {
		offer(1, 3);
		this.relay.publishTo((event) -> this.heard.add(event.id()));
		offer(4, 5);
		awaitHeard(1, 5);
		assertThat(this.relay.dropped()).isZero();
	}

	@Test
	void beansListenToTheEventItself() {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(Listener.class)) {
			this.relay.publishTo(context::publishEvent);
			offer(1, 2);
			List<ClusterEvent> events = context.getBean(Listener.class).events;
			Await.until("two events", () -> events.size() == 2);
			assertThat(events).containsExactly(event(1), event(2));
		}
	}

	@Test
	void slowListenerHoldsNobodyUpAndLosesTheOldest(CapturedOutput output) {
		CountDownLatch slow = new CountDownLatch(1);
		this.relay.publishTo((event) -> {
			this.heard.add(event.id());
			awaitUninterrupted(slow);
		});
		offer(1, 1);
		Await.until("the slow listener", () -> !this.heard.isEmpty());
		offer(2, EventRelay.CAPACITY + 11L);
		assertThat(this.relay.dropped()).isEqualTo(10);
		slow.countDown();
		Await.until("the rest", () -> this.heard.size() == EventRelay.CAPACITY + 1);
		assertThat(this.heard).startsWith(1L, 12L).endsWith(EventRelay.CAPACITY + 11L).isSorted();
		Await.until("the count", () -> output.getOut().contains("10 cluster events were dropped"));
		assertThat(output).containsOnlyOnce("the oldest events are dropped");
	}

	@Test
	void listenerThatFailsHearsTheNextEvent(CapturedOutput output) {
		this.relay.publishTo((event) -> {
			this.heard.add(event.id());
			if (event.id() == 1) {
				throw new IllegalStateException("no");
			}
			if (event.id() == 2) {
				throw new AssertionError("never");
			}
		});
		offer(1, 3);
		awaitHeard(1, 3);
		assertThat(output).contains("A listener of cluster events failed on", "IllegalStateException: no");
	}

	@Test
	void whatNobodyTakesYetIsBounded() {
		offer(1, 10_000);
		assertThat(this.relay.dropped()).isEqualTo(10_000 - EventRelay.CAPACITY);
	}

	private void awaitHeard(long first, long last) {
		List<Long> expected = LongStream.rangeClosed(first, last).boxed().toList();
		Await.until("events %d to %d".formatted(first, last), () -> this.heard.equals(expected));
	}

	private void offer(long first, long last) {
		LongStream.rangeClosed(first, last).forEach((id) -> this.relay.offer(event(id)));
	}

	private static ClusterEvent event(long id) {
		return new ClusterEvent(id, Instant.EPOCH, ClusterEventType.WORKER_READY, 1, 2, 3, 0, "event " + id);
	}

	private static void awaitUninterrupted(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * A listener as applications write it.
	 */
	static class Listener {

		final List<ClusterEvent> events = new CopyOnWriteArrayList<>();

		@EventListener
		void on(ClusterEvent event) {
			this.events.add(event);
		}

	}

}
