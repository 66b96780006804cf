// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.collaboration;

import java.time.Duration;
import java.util.List;

import dev.bootcluster.ClusterEventType;
import dev.bootcluster.ipc.FromPrimary;
import dev.bootcluster.ipc.FromPrimary.Leader;
import dev.bootcluster.ipc.FromWorker;
import dev.bootcluster.primary.FakeProcess;
import dev.bootcluster.primary.FollowedReload;
import dev.bootcluster.primary.SupervisedCluster;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for {@link Leadership}.
 */
public class LeadershipTests {

	@Test
	void firstReadyWorkerLeadsAndStaysLeaderWhenOthersCome() {
		SupervisedCluster cluster = SupervisedCluster.booting(3);
		FakeProcess first = cluster.ready(2);
		assertThat(leader(first)).isEqualTo(new Leader(1, 2, first.pid()));
		assertThat(cluster.info().leader()).isEqualTo(2);
		FakeProcess second = cluster.ready(1);
		assertThat(leader(second)).isEqualTo(new Leader(1, 2, first.pid()));
		cluster.ready(3);
		assertThat(leader(first)).isEqualTo(new Leader(1, 2, first.pid()));
	}

	@Test
	void workerThatDiesIsSucceededAtOnceAndItsOwnSuccessorDoesNotTakeItBack() {
		SupervisedCluster cluster = SupervisedCluster.serving(3);
		cluster.crashes(1);
		assertThat(leader(cluster.worker(3))).isEqualTo(new Leader(2, 2, cluster.worker(2).pid()));
		cluster.ready(1);
		assertThat(leader(cluster.worker(1))).isEqualTo(new Leader(2, 2, cluster.worker(2).pid()));
	}

	@Test
	void workerWhoseChannelEndsLeadsNoMore() {
		SupervisedCluster cluster = SupervisedCluster.serving(2);
		cluster.disconnects(cluster.worker(1));
		assertThat(leader(cluster.worker(2)).slot()).isEqualTo(2);
	}

	@Test
	void workerThatDrainsIsToldThatItLeadsNoMore() {
		SupervisedCluster cluster = SupervisedCluster.serving(2);
		FakeProcess leaving = cluster.worker(1);
		cluster.says(leaving, new FromWorker.StopRequested("SIGTERM"));
		assertThat(leader(leaving)).isEqualTo(new Leader(2, 2, cluster.worker(2).pid()));
	}

	@Test
	void nobodyLeadsWhileNoWorkerIsReadyAndTermsGoOn() {
		SupervisedCluster cluster = SupervisedCluster.serving(1);
		cluster.crashes(1);
		cluster.connects(cluster.worker(1));
		cluster.says(cluster.worker(1), new FromWorker.Ready());
		assertThat(leader(cluster.worker(1))).isEqualTo(new Leader(3, 1, cluster.worker(1).pid()));
	}

	@Test
	void everyChangeIsAnEvent() {
		SupervisedCluster cluster = SupervisedCluster.serving(1);
		cluster.crashes(1);
		cluster.ready(1);
		assertThat(cluster.events.after(0)).filteredOn((event) -> event.type() == ClusterEventType.LEADER_CHANGED)
			.extracting("slot", "pid", "generation", "detail")
			.containsExactly(tuple(1, 1001L, 1, "Worker 1 (pid 1001, generation 1) leads (term 1)"),
					tuple(0, 0L, 0, "There is no leader: no worker is ready (term 2)"),
					tuple(1, 1002L, 1, "Worker 1 (pid 1002, generation 1) leads (term 3)"));
	}

	@Test
	void reloadMovesLeadershipOnceToTheNewGeneration() {
		SupervisedCluster cluster = SupervisedCluster.serving(3);
		FollowedReload reload = cluster.reload();
		for (int slot = 1; slot <= 3; slot++) {
			FakeProcess old = cluster.launcher.of(slot).get(0);
			cluster.ready(slot);
			cluster.after(Duration.ofMinutes(1));
			cluster.exits(old, 0);
		}
		assertThat(reload.isRunning()).isFalse();
		assertThat(leader(cluster.worker(3))).isEqualTo(new Leader(2, 1, cluster.worker(1).pid()));
	}

	@Test
	void spareLeadsOnlyWhenNobodyElseCan() {
		SupervisedCluster cluster = SupervisedCluster.serving(1, 1);
		FakeProcess spare = cluster.worker(2);
		assertThat(leader(spare).slot()).isEqualTo(1);
		cluster.crashes(1);
		assertThat(leader(spare)).isEqualTo(new Leader(2, 2, spare.pid()));
	}

	@Test
	void endOfTheClusterLeavesNoLeader() {
		SupervisedCluster cluster = SupervisedCluster.serving(2);
		cluster.shutDown();
		assertThat(leader(cluster.worker(2)).slot()).isZero();
	}

	private static Leader leader(FakeProcess worker) {
		List<FromPrimary> heard = worker.control.heard();
		return heard.stream()
			.filter(Leader.class::isInstance)
			.map(Leader.class::cast)
			.reduce((first, last) -> last)
			.orElseThrow();
	}

}
