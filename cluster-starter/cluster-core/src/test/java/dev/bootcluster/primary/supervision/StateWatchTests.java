// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.supervision;

import dev.bootcluster.primary.FakeProcess;
import dev.bootcluster.primary.SupervisedCluster;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StateWatch}.
 */
class StateWatchTests {

	private final SupervisedCluster cluster = SupervisedCluster.serving(2);

	/**
	 * The handoff closes as soon as the last worker is known to be gone, and takes no
	 * calls after that.
	 */
	@Test
	void handoffIsNotToldOfWorkersThatEndWithTheCluster() {
		FakeProcess first = this.cluster.worker(1);
		FakeProcess second = this.cluster.worker(2);
		this.cluster.shutDown();
		this.cluster.ended().thenRun(this.cluster.handoff::close);
		this.cluster.exits(first, 0);
		this.cluster.exits(second, 0);
		assertThat(this.cluster.ended()).isCompleted();
		assertThat(this.cluster.handoff.toldWhenClosed).isFalse();
	}

	@Test
	void handoffIsNotToldWhenNoWorkerCouldStart() {
		SupervisedCluster cluster = SupervisedCluster.booting(1);
		cluster.ended().whenComplete((ended, failure) -> cluster.handoff.close());
		cluster.exits(cluster.worker(1), 1);
		assertThat(cluster.ended()).isCompletedExceptionally();
		assertThat(cluster.handoff.toldWhenClosed).isFalse();
	}

}
