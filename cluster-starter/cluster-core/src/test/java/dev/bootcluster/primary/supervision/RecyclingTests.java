// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.supervision;

import java.time.Duration;

import dev.bootcluster.ClusterState;
import dev.bootcluster.ExitCause;
import dev.bootcluster.WorkerExit;
import dev.bootcluster.generation.WorkerLimits;
import dev.bootcluster.ipc.FromWorker;
import dev.bootcluster.primary.FakeProcess;
import dev.bootcluster.primary.FollowedReload;
import dev.bootcluster.primary.SupervisedCluster;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Stories of workers that reach a limit.
 */
class RecyclingTests {

	private static final long MB = 1 << 20;

	private final SupervisedCluster cluster = SupervisedCluster.serving(3);

	private final FakeProcess first = this.cluster.worker(1);

	private final FakeProcess second = this.cluster.worker(2);

	@BeforeEach
	void limits() {
		this.cluster.generations.limits = new WorkerLimits(500 * MB, 1000, Duration.ZERO, Duration.ofMinutes(1));
	}

	@Test
	void successorStartsFirstAndTheOldWorkerDrainsWhenItServes() {
		for (int i = 0; i < 5; i++) {
			assertThat(this.cluster.launcher.of(1)).hasSize(1);
			this.cluster.says(this.first, new FromWorker.Heartbeat(0, 0, 0, 612 * MB, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
		}
		assertThat(this.cluster.launcher.of(1)).hasSize(2);
		assertThat(this.cluster.serves(this.first)).isTrue();
		FakeProcess successor = this.cluster.ready(1);
		assertThat(this.cluster.serves(successor)).isTrue();
		this.cluster.drained(this.first);
		assertThat(this.cluster.info().workers().get(0).lastExit()).isEqualTo(new WorkerExit(0, null,
				"recycled: resident memory 612 MB above cluster.worker.max-memory 500 MB", ExitCause.RECYCLED));
		assertThat(this.cluster.info().workers().get(0).restarts()).isZero();
		assertThat(this.cluster.info().state()).isEqualTo(ClusterState.STABLE);
		assertThat(this.cluster.launcher.of(1)).hasSize(2);
	}

	@Test
	void oneWorkerAtATimeIsRecycledInTheWholeCluster() {
		reachesItsLimit(this.first);
		reachesItsLimit(this.second);
		assertThat(this.cluster.launcher.of(2)).hasSize(1);
		this.cluster.ready(1);
		reachesItsLimit(this.second);
		assertThat(this.cluster.launcher.of(2)).as("the first still drains").hasSize(1);
		this.cluster.drained(this.first);
		reachesItsLimit(this.second);
		assertThat(this.cluster.launcher.of(2)).hasSize(2);
	}

	@Test
	void newWorkerIsNotRecycledBeforeItsMinimumLifetime() {
		reachesItsLimit(this.first);
		FakeProcess successor = this.cluster.ready(1);
		this.cluster.drained(this.first);
		this.cluster.afterSeconds(59);
		reachesItsLimit(successor);
		assertThat(this.cluster.launcher.of(1)).hasSize(2);
		this.cluster.afterSeconds(1);
		reachesItsLimit(successor);
		assertThat(this.cluster.launcher.of(1)).hasSize(3);
	}

	@Test
	void nothingIsRecycledDuringAReload() {
		FollowedReload reload = this.cluster.reload();
		reachesItsLimit(this.second);
		assertThat(this.cluster.launcher.of(2)).hasSize(1);
		assertThat(reload.isRunning()).isTrue();
	}

	@Test
	void nothingIsRecycledWhileAnotherSlotIsNotServed() {
		this.cluster.crashes(3);
		reachesItsLimit(this.first);
		assertThat(this.cluster.launcher.of(1)).hasSize(1);
		this.cluster.ready(3);
		reachesItsLimit(this.first);
		assertThat(this.cluster.launcher.of(1)).hasSize(2);
	}

	@Test
	void slotThatIsStoppedHoldsUpNothing() {
		this.cluster.supervisor.orders().stop(3);
		this.cluster.loop.run();
		reachesItsLimit(this.first);
		assertThat(this.cluster.launcher.of(1)).hasSize(2);
	}

	@Test
	void successorThatDoesNotStartLeavesTheOldWorkerServingForAWhile() {
		reachesItsLimit(this.first);
		this.cluster.crashes(1);
		assertThat(this.cluster.serves(this.first)).isTrue();
		this.cluster.after(Recycling.RETRY.minusMillis(1));
		reachesItsLimit(this.first);
		assertThat(this.cluster.launcher.of(1)).hasSize(2);
		this.cluster.after(Duration.ofMillis(1));
		reachesItsLimit(this.first);
		assertThat(this.cluster.launcher.of(1)).hasSize(3);
		assertThat(this.cluster.info().state()).isEqualTo(ClusterState.STABLE);
	}

	@Test
	void workerThatDiesBeforeItsSuccessorIsReadyIsNoRecycling() {
		reachesItsLimit(this.first);
		this.cluster.exits(this.first, 1);
		assertThat(this.cluster.info().workers().get(0).lastExit().cause()).isEqualTo(ExitCause.EXIT_CODE);
		this.cluster.ready(1);
		reachesItsLimit(this.second);
		assertThat(this.cluster.launcher.of(2)).hasSize(2);
	}

	@Test
	void slotThatGoesWhileItsWorkerIsRecycledHoldsUpNothing() {
		FakeProcess third = this.cluster.worker(3);
		reachesItsLimit(third);
		this.cluster.supervisor.orders().scale("2");
		this.cluster.loop.run();
		this.cluster.exits(this.cluster.worker(3), 143);
		this.cluster.drained(third);
		reachesItsLimit(this.first);
		assertThat(this.cluster.launcher.of(1)).hasSize(2);
	}

	@Test
	void nothingIsRecycledWhenTheClusterEnds() {
		this.cluster.shutDown();
		reachesItsLimit(this.first);
		assertThat(this.cluster.launcher.launched).hasSize(3);
	}

	private void reachesItsLimit(FakeProcess worker) {
		this.cluster.says(worker, new FromWorker.Heartbeat(0, 1000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
	}

}
