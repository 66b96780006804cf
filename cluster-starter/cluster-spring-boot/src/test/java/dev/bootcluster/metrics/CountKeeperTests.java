// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.metrics;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import dev.bootcluster.actuate.FakeCluster;
import dev.bootcluster.metrics.Contribution.ProcessId;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link CountKeeper} and {@link OwnMeters} when meters are slow.
 */
@Timeout(60)
class CountKeeperTests {

	private static final Duration SHORT = Duration.ofMillis(50);

	private static final Duration LONG = Duration.ofHours(1);

	@TempDir
	private Path directory;

	private final MeterRegistry registry = new SimpleMeterRegistry();

	private final CountDownLatch asked = new CountDownLatch(1);

	private final CountDownLatch end = new CountDownLatch(1);

	@AfterEach
	void end() {
		this.end.countDown();
	}

	@Test
	void lastCountsAreKept() throws IOException {
		CountKeeper keeper = new CountKeeper(List.of(meters()), LONG, LONG);
		keeper.start();
		this.registry.counter("count").increment();
		keeper.stop();
		assertThat(keeper.isRunning()).isFalse();
		assertThat(kept().except(Set.of()).contributions()).singleElement()
			.extracting(Contribution::families)
			.extracting((families) -> families.get(0).series().get(0).value())
			.isEqualTo(new Value.Measured("COUNTER", Map.of("COUNT", 1.0)));
	}

	@Test
	void applicationEndsAlthoughAMeterDoesNotAnswer() {
		hang();
		CountKeeper keeper = new CountKeeper(List.of(meters()), LONG, SHORT);
		keeper.start();
		keeper.stop();
		assertThat(keeper.isRunning()).isFalse();
	}

	@Test
	void whoeverAsksWhileAMeterDoesNotAnswerGetsAnError() throws InterruptedException {
		hang();
		OwnMeters meters = meters();
		Thread first = new Thread(() -> meters.contribute(LONG));
		first.start();
		assertThat(this.asked.await(20, TimeUnit.SECONDS)).isTrue();
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> meters.contribute(SHORT));
		this.end.countDown();
		first.join();
		assertThat(meters.contribute(SHORT).contribution().families()).isNotEmpty();
	}

	private void hang() {
		FunctionCounter.builder("slow", this, (same) -> {
			this.asked.countDown();
			try {
				this.end.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			return 1;
		}).register(this.registry);
	}

	private OwnMeters meters() {
		return new OwnMeters(
				new MicrometerSource(this.registry, new ClusterMeters(new ClusterFigures(new FakeCluster()))), 1,
				new ProcessId(5, 101), kept());
	}

	private KeptCounts kept() {
		return new KeptCounts(this.directory, "metrics", (pid) -> true);
	}

}
