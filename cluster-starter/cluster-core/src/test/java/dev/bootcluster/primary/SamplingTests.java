// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary;

import java.util.List;

import dev.bootcluster.ipc.ClusterSample;
import dev.bootcluster.ipc.ClusterSample.WorkerSample;
import dev.bootcluster.ipc.FromPrimary;
import dev.bootcluster.ipc.FromWorker;
import dev.bootcluster.ipc.History;
import dev.bootcluster.ipc.HistoryRequest;
import dev.bootcluster.ipc.PrintedLines;
import dev.bootcluster.ipc.Wire;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the samples that a primary takes, and what a worker may ask about them.
 */
class SamplingTests {

	private final SupervisedCluster cluster = SupervisedCluster.serving(2);

	private final History history = this.cluster.supervisor.history();

	@BeforeEach
	void begin() {
		this.cluster.supervisor.sampling().begin();
	}

	@Test
	void everyTwoSecondsThereIsASample() {
		this.cluster.afterSeconds(61);
		assertThat(this.history.samples(0)).extracting(ClusterSample::id).hasSize(30).startsWith(1L).endsWith(30L);
	}

	@Test
	void slotWhoseWorkerDoesNotReportIsLeftOut() {
		beats(this.cluster.worker(1), 3);
		assertThat(this.history.samples(0)).flatExtracting(ClusterSample::workers)
			.extracting(WorkerSample::slot)
			.contains(1)
			.doesNotContain(2);
	}

	@Test
	void rateOfAReplacedWorkerIsNeverNegative() {
		FakeProcess old = this.cluster.worker(1);
		says(old, 1_000_000);
		this.cluster.afterSeconds(1);
		says(old, 1_000_100);
		this.cluster.crashes(1);
		this.cluster.afterSeconds(30);
		beats(this.cluster.ready(1), 5);
		assertThat(this.history.samples(0)).flatExtracting(ClusterSample::workers)
			.isNotEmpty()
			.allSatisfy((worker) -> assertThat(worker.requests()).isBetween(0.0, 10.0));
	}

	@Test
	void workerMayAskForBoth() {
		beats(this.cluster.worker(1), 4);
		FromPrimary.Reply samples = this.cluster.asks(this.cluster.worker(2), new HistoryRequest.Samples(1));
		assertThat(Wire.fromJson(samples.result(), ClusterSample[].class)).isNotEmpty()
			.allSatisfy((sample) -> assertThat(sample.id()).isGreaterThan(1));
		FromPrimary.Reply lines = this.cluster.asks(this.cluster.worker(2), new HistoryRequest.Printed(1, 0, 10));
		assertThat(Wire.fromJson(lines.result(), PrintedLines.class)).isEqualTo(new PrintedLines(List.of(), 0, 0));
	}

	private void beats(FakeProcess worker, int seconds) {
		for (int second = 0; second < seconds; second++) {
			says(worker, second * 10L);
			this.cluster.afterSeconds(1);
		}
	}

	private void says(FakeProcess worker, long requests) {
		this.cluster.says(worker, new FromWorker.Heartbeat(0, requests, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
	}

}
