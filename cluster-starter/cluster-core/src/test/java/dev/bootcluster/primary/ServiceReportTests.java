// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

import dev.bootcluster.process.ThreadTaskLoop;
import dev.bootcluster.test.Await;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ServiceReport}, {@link ServiceStatus} and {@link ServiceNotices}: what
 * a service manager hears in the life of a cluster.
 */
class ServiceReportTests {

	private static final Duration WATCHDOG = Duration.ofSeconds(30);

	private static final String EXTEND = "EXTEND_TIMEOUT_USEC=30000000";

	private final List<String> heard = new ArrayList<>();

	private final SupervisedCluster cluster = new SupervisedCluster();

	private boolean full;

	private boolean deaf;

	private final ServiceReport report = new ServiceReport(new ServiceNotices(this::hear, this.cluster.loop),
			this.cluster.supervisor.cluster(), this.cluster.handoff, this.cluster.loop,
			() -> this.cluster.loop.now().toNanos());

	ServiceReportTests() {
		this.cluster.events.follower(this.report);
	}

	@Test
	void serviceIsReadyWithItsFirstWorker() {
		this.cluster.supervisor.start(2, 0);
		this.cluster.loop.run();
		this.cluster.ready(1);
		this.cluster.ready(2);
		long pid = ProcessHandle.current().pid();
		assertThat(this.heard).containsExactly("STATUS=Starting: 0 of 2 workers ready", "READY=1\nMAINPID=" + pid,
				"STATUS=1 of 2 workers ready, generation 1", "STATUS=2 of 2 workers ready, generation 1");
	}

	@Test
	void reloadThatSucceedsBeginsAndEnds() {
		serving(1);
		this.cluster.reload();
		this.cluster.ready(1);
		this.cluster.drained(this.cluster.launcher.of(1).get(0));
		assertThat(this.heard).startsWith(reloading(), EXTEND)
			.contains("STATUS=Reloading: 1 of 1 workers ready, generation 1", "READY=1")
			.endsWith("STATUS=1 of 1 workers ready, generation 2");
		assertThat(notices("READY=1")).hasSize(1);
	}

	@Test
	void reloadThatFailsEndsTooAndSaysWhy() {
		serving(1);
		this.cluster.reload();
		this.cluster.crashes(1);
		assertThat(this.heard).startsWith(reloading()).contains("READY=1");
		assertThat(this.heard.get(this.heard.size() - 1))
			.startsWith("STATUS=1 of 1 workers ready, generation 1; Reload 1 failed, generation 1 serves: Worker 1");
	}

	@Test
	void longReloadAsksForTimeUntilItEnds() {
		serving(1);
		this.cluster.reload();
		this.cluster.afterSeconds(25);
		assertThat(notices(EXTEND)).hasSize(3);
		this.cluster.crashes(1);
		this.heard.clear();
		this.cluster.afterSeconds(60);
		assertThat(notices(EXTEND)).isEmpty();
	}

	@Test
	void reloadThatIsRefusedIsAnsweredAtOnce() {
		serving(1);
		this.report.refused("there is no room");
		assertThat(this.heard).containsExactly(reloading(), EXTEND, "READY=1",
				"STATUS=1 of 1 workers ready, generation 1; reload refused: there is no room");
	}

	@Test
	void reloadUnderWayStandsForOneThatIsRefused() {
		serving(1);
		this.cluster.reload();
		this.cluster.afterSeconds(1);
		this.heard.clear();
		this.report.refused("Reload 1 is running");
		assertThat(this.heard).containsExactly(reloading(), EXTEND);
		this.cluster.crashes(1);
		assertThat(notices("READY=1")).hasSize(1);
	}

	@Test
	void longDrainAsksForTimeUntilTheLastWorkerIsGone() {
		serving(2);
		this.cluster.shutDown();
		assertThat(this.heard).containsExactly("STOPPING=1", EXTEND, "STATUS=Stopping: 2 of 2 workers left");
		this.cluster.afterSeconds(25);
		assertThat(notices(EXTEND)).hasSize(3);
		this.cluster.exits(this.cluster.worker(1), 0);
		assertThat(this.heard).endsWith("STATUS=Stopping: 1 of 2 workers left");
	}

	@Test
	void endDuringAReloadIsNotAReload() {
		serving(1);
		this.cluster.reload();
		this.heard.clear();
		this.cluster.shutDown();
		assertThat(this.heard).startsWith("STOPPING=1").doesNotContain("READY=1");
		this.report.refused("The cluster is shutting down");
		assertThat(notices("RELOADING=1")).isEmpty();
	}

	@Test
	void startThatFailsIsAnEnd() {
		this.cluster.supervisor.start(1, 0);
		this.cluster.crashes(1);
		this.cluster.loop.run();
		assertThat(notices("READY=1")).isEmpty();
		assertThat(this.heard).contains("STOPPING=1");
	}

	@Test
	void crashLoopIsInTheStatusOnOneLine() {
		serving(2);
		for (int i = 0; i < 20; i++) {
			this.cluster.crashes(1);
			this.cluster.afterSeconds(1);
		}
		assertThat(this.heard).anyMatch((notice) -> notice
			.startsWith("STATUS=1 of 2 workers ready, generation 1; degraded: Slot 1 is in a crash loop"));
		assertThat(notices("STATUS=")).allMatch((notice) -> notice.lines().count() == 1);
	}

	@Test
	void spareIsNotOneOfTheWorkers() {
		this.cluster.supervisor.start(1, 1);
		this.cluster.loop.run();
		this.cluster.ready(1);
		this.cluster.ready(2);
		assertThat(this.heard).endsWith("STATUS=1 of 1 workers ready, generation 1");
	}

	@Test
	void signsOfLifeComeTwiceAsOftenAsExpected() {
		this.report.watch(WATCHDOG);
		this.cluster.after(Duration.ofSeconds(61));
		assertThat(this.heard).containsOnly("WATCHDOG=1").hasSize(5);
	}

	@Test
	void withoutAWatchdogThereAreNoSignsOfLife() {
		this.report.watch(Duration.ZERO);
		this.cluster.after(Duration.ofHours(1));
		assertThat(this.heard).isEmpty();
	}

	@Test
	void handoffThatHangsGivesNoSignOfLife() {
		this.report.watch(WATCHDOG);
		this.cluster.loop.run();
		this.heard.clear();
		this.cluster.handoff.hanging = true;
		this.cluster.after(Duration.ofMinutes(1));
		assertThat(this.heard).isEmpty();
		this.cluster.handoff.hanging = false;
		this.cluster.after(Duration.ofSeconds(15));
		assertThat(this.heard).containsExactly("WATCHDOG=1");
	}

	@Test
	void signsOfLifeAreGivenByTheLoopItselfSoThatOneThatHangsGivesNone() {
		Queue<String> threads = new ConcurrentLinkedQueue<>();
		FakeHandoff handoff = new FakeHandoff() {

			@Override
			public CompletableFuture<Void> responds() {
				return CompletableFuture.runAsync(() -> {
				});
			}

		};
		try (ThreadTaskLoop loop = new ThreadTaskLoop("the-loop")) {
			ServiceNotices notices = new ServiceNotices((notice) -> threads.add(Thread.currentThread().getName()),
					loop);
			ServiceReport report = new ServiceReport(notices, this.cluster.supervisor.cluster(), handoff, loop,
					System::nanoTime);
			loop.execute(() -> report.watch(Duration.ofMillis(1)));
			Await.until("signs of life", () -> threads.size() > 3);
		}
		assertThat(threads).containsOnly("the-loop");
	}

	@Test
	void whatAFullQueueDoesNotTakeFollowsInOrder() {
		this.full = true;
		serving(1);
		assertThat(this.heard).isEmpty();
		this.full = false;
		this.cluster.afterSeconds(1);
		assertThat(this.heard).hasSizeGreaterThan(2).element(0).isEqualTo("STATUS=Starting: 0 of 1 workers ready");
		assertThat(this.heard).endsWith("STATUS=1 of 1 workers ready, generation 1");
	}

	@Test
	void fullQueueCostsABoundedAmountOfMemory() {
		this.full = true;
		this.report.watch(Duration.ofSeconds(2));
		this.cluster.after(Duration.ofHours(1));
		this.full = false;
		this.cluster.afterSeconds(1);
		assertThat(this.heard).hasSizeBetween(ServiceNotices.MOST_WAITING, ServiceNotices.MOST_WAITING + 2);
	}

	@Test
	void nobodyListeningIsHarmless() {
		this.deaf = true;
		serving(1);
		this.deaf = false;
		this.cluster.reload();
		assertThat(this.heard).startsWith(reloading());
	}

	private void serving(int workers) {
		this.cluster.supervisor.start(workers, 0);
		this.cluster.loop.run();
		for (int slot = 1; slot <= workers; slot++) {
			this.cluster.ready(slot);
		}
		if (!this.full) {
			this.heard.clear();
		}
	}

	private boolean hear(String notice) throws IOException {
		if (this.deaf) {
			throw new IOException("No such file or directory");
		}
		if (!this.full) {
			this.heard.add(notice);
		}
		return !this.full;
	}

	private List<String> notices(String beginning) {
		return this.heard.stream().filter((notice) -> notice.startsWith(beginning)).toList();
	}

	/**
	 * The notice of a reload that begins now.
	 */
	private String reloading() {
		return "RELOADING=1\nMONOTONIC_USEC=" + this.cluster.loop.now().toNanos() / 1000;
	}

}
