// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import dev.bootcluster.ClusterEvent;
import dev.bootcluster.ClusterEventType;
import dev.bootcluster.ClusterException;
import dev.bootcluster.ipc.ControlChannel;
import dev.bootcluster.ipc.FromPrimary;
import dev.bootcluster.ipc.FromWorker;
import dev.bootcluster.ipc.Ipc;
import dev.bootcluster.ipc.Wire;
import dev.bootcluster.test.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the events of a {@link Worker}, on a real channel.
 */
class WorkerEventsTests {

	private static final ClusterEvent EVENT = new ClusterEvent(1, Instant.EPOCH, ClusterEventType.SCALED, 0, 0, 0, 0,
			"Cluster is scaled");

	@TempDir
	Path directory;

	private final Ipc primary = new Ipc("test-primary");

	private final AtomicReference<ControlChannel<FromPrimary>> channel = new AtomicReference<>();

	private final CountDownLatch slow = new CountDownLatch(1);

	private final AtomicReference<Thread> listener = new AtomicReference<>();

	private Worker worker;

	@BeforeEach
	void join() throws Exception {
		this.primary.listen(this.directory, this::answer, (channel) -> {
		});
		this.worker = Worker.join(TestLaunch.in(this.directory), (orphaned) -> {
		});
		Await.until("the worker's hello", () -> this.channel.get() != null);
	}

	private void answer(ControlChannel<FromPrimary> channel, FromWorker message) {
		if (message instanceof FromWorker.Hello) {
			this.channel.set(channel);
		}
		else if (message instanceof FromWorker.Call call) {
			channel.send(new FromPrimary.Reply(call.id(), null, null, Wire.toJson(List.of(EVENT))));
		}
	}

	@AfterEach
	void leave() {
		this.slow.countDown();
		this.primary.close();
	}

	@Test
	void listenerThatBlocksStopsNeitherAnswersNorFurtherEvents() {
		this.worker.publishEvents((event) -> {
			assertThat(event).isEqualTo(EVENT);
			this.listener.set(Thread.currentThread());
			awaitSlow();
		});
		for (int i = 0; i < 1000; i++) {
			this.channel.get().send(new FromPrimary.Event(Wire.toJson(EVENT)));
		}
		Await.until("the listener to block", () -> this.listener.get() != null);
		Await.until("an answer", this::isAnswered);
		assertThat(this.listener.get().getName()).isEqualTo("cluster-events");
		assertThat(this.listener.get().isDaemon()).isTrue();
	}

	/**
	 * On a busy machine an answer may come too late for one request.
	 */
	private boolean isAnswered() {
		try {
			return this.worker.cluster().events(0).equals(List.of(EVENT));
		}
		catch (ClusterException ex) {
			return false;
		}
	}

	@Test
	void eventOfANewerPrimaryIsDroppedAndTheNextOneHeard() {
		AtomicReference<ClusterEvent> heard = new AtomicReference<>();
		this.worker.publishEvents(heard::set);
		this.channel.get().send(new FromPrimary.Event(Wire.toJson(Map.of("id", 1, "type", "INVENTED_LATER"))));
		this.channel.get().send(new FromPrimary.Event(Wire.toJson(EVENT)));
		Await.until("the next event", () -> EVENT.equals(heard.get()));
	}

	private void awaitSlow() {
		try {
			this.slow.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
