// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.history;

import java.time.Duration;
import java.time.Instant;

import dev.bootcluster.handoff.HandoffStats;
import dev.bootcluster.ipc.ClusterSample;
import dev.bootcluster.process.ManualTaskLoop;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the times of samples while somebody sets the clock.
 */
class SampleTimeTests {

	private final ManualTaskLoop loop = new ManualTaskLoop();

	private Instant now = Instant.ofEpochMilli(100_000);

	private final Sampling sampling = new Sampling(this.loop, () -> new HandoffStats(0, 0, 0, 0), () -> this.now);

	@Test
	void timeGoesOnWhileTheClockIsSetBack() {
		this.sampling.begin();
		sample();
		this.now = this.now.minusSeconds(3600);
		sample();
		sample();
		this.now = this.now.plusSeconds(3600);
		sample();
		// The machine slept.
		this.now = this.now.plusSeconds(60);
		sample();
		assertThat(this.sampling.after(0)).extracting(ClusterSample::time)
			.containsExactly(102_000L, 104_000L, 106_000L, 108_000L, 170_000L);
	}

	private void sample() {
		this.now = this.now.plusSeconds(2);
		this.loop.advance(Duration.ofSeconds(2));
	}

}
