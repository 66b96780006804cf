// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.supervision;

import java.util.List;

import dev.bootcluster.ipc.FromPrimary;
import dev.bootcluster.ipc.FromWorker;
import dev.bootcluster.primary.FakeProcess;
import dev.bootcluster.primary.SupervisedCluster;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Stories of workers that have too many connections.
 */
class RebalancingTests {

	private final SupervisedCluster cluster = SupervisedCluster.serving(3);

	@BeforeEach
	void settle() {
		this.cluster.afterSeconds(3);
	}

	@Test
	void workersWithManyGiveSomeToTheNewOne() {
		beat(100, 100, 0);
		assertThat(gives(1)).singleElement().satisfies((slots) -> assertThat(slots).containsOnly(3));
		assertThat(gives(2)).singleElement().satisfies((slots) -> assertThat(slots).hasSizeBetween(33, 34));
		assertThat(gives(3)).isEmpty();
	}

	@Test
	void nextDecisionWaitsUntilTheFirstShows() {
		beat(100, 100, 0);
		beat(100, 100, 0);
		assertThat(gives(1)).hasSize(1);
		this.cluster.afterSeconds(3);
		beat(100, 100, 0);
		assertThat(gives(1)).hasSize(2);
	}

	@Test
	void nothingMovesDuringAReload() {
		this.cluster.reload();
		beat(100, 100, 0);
		assertThat(gives(1)).isEmpty();
	}

	@Test
	void nothingMovesWhileASlotHasNoWorker() {
		this.cluster.crashes(2);
		beat(1, 100);
		beat(3, 0);
		assertThat(gives(1)).isEmpty();
		this.cluster.afterSeconds(1);
		this.cluster.ready(2);
		beat(2, 0);
		assertThat(gives(1)).as("the heartbeats are older than the new worker").isEmpty();
		this.cluster.afterSeconds(3);
		beat(100, 0, 0);
		assertThat(gives(1)).singleElement().satisfies((slots) -> assertThat(slots).containsOnly(2, 3));
	}

	private void beat(long first, long second, long third) {
		long[] connections = { first, second, third };
		for (int i = connections.length; i > 0; i--) {
			beat(i, connections[i - 1]);
		}
	}

	private void beat(int slot, long connections) {
		this.cluster.says(this.cluster.worker(slot),
				new FromWorker.Heartbeat(connections, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
	}

	private List<List<Integer>> gives(int slot) {
		FakeProcess worker = this.cluster.worker(slot);
		return worker.control.heard()
			.stream()
			.filter(FromPrimary.GiveBack.class::isInstance)
			.map((order) -> ((FromPrimary.GiveBack) order).slots())
			.toList();
	}

}
