// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.metrics;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import dev.bootcluster.actuate.FakeCluster;
import dev.bootcluster.metrics.Contribution.ProcessId;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ClusterScrape} when several ask at the same time.
 */
class ClusterScrapeTurnsTests {

	@TempDir
	private Path directory;

	private final AtomicReference<Family> own = new AtomicReference<>(ClusterScrapeTests.counter(1));

	private Runnable asked = () -> {
	};

	/**
	 * The first result is too old for the third, who has asked after it was begun.
	 */
	@Test
	@Timeout(60)
	void whoWaitsGetsNoOlderResultIfTheNextFails() {
		AtomicInteger turn = new AtomicInteger();
		CountDownLatch first = new CountDownLatch(1);
		this.asked = () -> {
			switch (turn.incrementAndGet()) {
				case 1 -> await(first);
				case 2 -> throw new IllegalStateException("This turn fails");
				default -> this.own.set(ClusterScrapeTests.counter(3));
			}
		};
		ClusterScrape scrape = scrape();
		List<FutureTask<List<Family>>> tasks = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			FutureTask<List<Family>> task = new FutureTask<>(scrape::families);
			tasks.add(task);
			Thread thread = new Thread(task);
			thread.start();
			Awaitility.await().until(() -> thread.getState() == Thread.State.WAITING);
		}
		first.countDown();
		assertThat(tasks.get(0)).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(List.of(labelled(1)));
		assertThat(tasks.get(1)).failsWithin(Duration.ofSeconds(20));
		assertThat(tasks.get(2)).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(List.of(labelled(3)));
	}

	private static Family labelled(double value) {
		Family counter = ClusterScrapeTests.counter(value);
		return counter.with(List.of(counter.series().get(0).with(Map.of("worker", "1"))));
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private ClusterScrape scrape() {
		MeterSource source = new MeterSource() {

			@Override
			public String name() {
				return "test";
			}

			@Override
			public Collected collect() {
				return new Collected(List.of(ClusterScrapeTurnsTests.this.own.get()), List.of());
			}

		};
		KeptCounts kept = new KeptCounts(this.directory, "test", (pid) -> false);
		return new ClusterScrape(new OwnMeters(source, 1, new ProcessId(5, 101), kept), (name) -> {
			this.asked.run();
			return new OtherMeters.Gathered(List.of(), List.of());
		}, kept, new ClusterFigures(new FakeCluster()), new WorkerLabel("worker"), (slot) -> {
		});
	}

}
