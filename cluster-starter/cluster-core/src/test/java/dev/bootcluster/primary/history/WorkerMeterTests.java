// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.history;

import java.time.Duration;

import dev.bootcluster.ipc.ClusterSample.WorkerSample;
import dev.bootcluster.ipc.FromWorker.Heartbeat;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WorkerMeter}.
 */
class WorkerMeterTests {

	private static final long SECOND = 1_000_000_000;

	private final WorkerMeter meter = new WorkerMeter();

	@Test
	void ratesAreThoseBetweenTheHeartbeats() {
		heard(0, 100, 10, SECOND, 0, 0);
		heard(1000, 150, 10, SECOND, 900, 2000);
		heard(2000, 300, 12, 2 * SECOND, 600, 4000);
		assertThat(this.meter.sample(2)).isEqualTo(new WorkerSample(2, 0.5, 8, 5, 100, 675L, 4000L, 1));
	}

	@Test
	void intervalIsMeasuredNotAssumed() {
		heard(0, 0, 0, 0, 0, 0);
		heard(2500, 500, 0, 5 * SECOND, 0, 0);
		WorkerSample sample = this.meter.sample(1);
		assertThat(sample.requests()).isEqualTo(200);
		assertThat(sample.cpu()).isEqualTo(2);
	}

	@Test
	void nextSampleBeginsWhereTheLastEnded() {
		heard(0, 0, 0, 0, 0, 0);
		heard(1000, 100, 0, 0, 10, 20);
		this.meter.sample(1);
		heard(2000, 100, 0, 0, 0, 0);
		WorkerSample sample = this.meter.sample(1);
		assertThat(sample.requests()).isZero();
		assertThat(sample.p50()).isNull();
		assertThat(sample.p99()).isNull();
	}

	@Test
	void workerThatHasNotReportedSinceHasNoSample() {
		assertThat(this.meter.sample(1)).isNull();
		heard(0, 0, 0, 0, 0, 0);
		assertThat(this.meter.sample(1)).as("one report is no interval").isNull();
		heard(1000, 0, 0, 0, 0, 0);
		assertThat(this.meter.sample(1)).isNotNull();
		assertThat(this.meter.sample(1)).isNull();
	}

	@Test
	void countThatFallsIsNoNegativeRate() {
		heard(0, 500, 5, 9 * SECOND, 0, 0);
		heard(1000, 1, 0, 0, 0, 0);
		assertThat(this.meter.sample(1)).isEqualTo(new WorkerSample(1, 0, 8, 5, 0, null, null, 0));
	}

	@Test
	void processesOfOneSlotAddUp() {
		WorkerSample sum = WorkerMeter.sum(new WorkerSample(1, 0.5, 10, 3, 300, 100L, 900L, 1),
				new WorkerSample(1, 0.25, 20, 4, 100, 500L, 700L, 2));
		assertThat(sum).isEqualTo(new WorkerSample(1, 0.75, 30, 7, 400, 200L, 900L, 3));
		assertThat(WorkerMeter.sum(new WorkerSample(1, 0, 0, 0, 0, null, null, 0),
				new WorkerSample(1, 0, 0, 0, 9, 5L, 7L, 0)))
			.isEqualTo(new WorkerSample(1, 0, 0, 0, 9, 5L, 7L, 0));
	}

	private void heard(long millis, long requests, long errors, long cpu, long p50, long p99) {
		this.meter.heard(Duration.ofMillis(millis),
				new Heartbeat(5, requests, errors, 8, 0, 0, 0, 0, 0, 0, cpu, p50, p99, 0));
	}

}
