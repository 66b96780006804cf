// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary;

import java.time.Duration;

import dev.bootcluster.ClusterException;
import dev.bootcluster.ClusterException.Reason;
import dev.bootcluster.ReloadState;
import dev.bootcluster.WorkerState;
import dev.bootcluster.ipc.FromPrimary;
import dev.bootcluster.ipc.FromWorker;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Stories of restart, stop, start, scale and shutdown.
 */
class SupervisorOrderTests {

	private final SupervisedCluster cluster = SupervisedCluster.serving(2);

	private final Supervisor supervisor = this.cluster.supervisor;

	@Test
	void workerThatClosedItsChannelIsNotCountedOn() {
		this.cluster.disconnects(this.cluster.worker(2));
		refused(() -> this.supervisor.orders().stop(1), Reason.CONFLICT, "last serving worker");
	}

	@Test
	void restartReplacesTheWorkerByOneOfTheSameGenerationOnceThatIsReady() {
		FakeProcess old = this.cluster.worker(1);
		this.supervisor.orders().restart(1);
		assertThat(this.cluster.serves(old)).isTrue();
		FakeProcess next = this.cluster.ready(1);
		assertThat(next.generation()).isEqualTo(1);
		assertThat(this.cluster.drains(old)).isTrue();
		this.cluster.drained(old);
		assertThat(this.cluster.launcher.of(1)).hasSize(2);
	}

	@Test
	void restartThatFailsLeavesTheOldWorkerServing() {
		FakeProcess old = this.cluster.worker(1);
		this.supervisor.orders().restart(1);
		this.cluster.crashes(1);
		this.cluster.after(Duration.ofHours(1));
		assertThat(this.cluster.serves(old)).isTrue();
		assertThat(this.cluster.launcher.of(1)).hasSize(2);
	}

	@Test
	void stopDrainsTheWorkerAndLeavesTheSlotEmpty() {
		FakeProcess worker = this.cluster.worker(2);
		this.supervisor.orders().stop(2);
		this.cluster.loop.run();
		this.cluster.drained(worker);
		this.cluster.after(Duration.ofHours(1));
		assertThat(this.cluster.launcher.of(2)).hasSize(1);
		assertThat(this.cluster.info().workers().get(1).state()).isEqualTo(WorkerState.EXITED);
	}

	@Test
	void stopEndsAlsoAWorkerThatStartsThere() {
		this.supervisor.orders().restart(2);
		FakeProcess starting = this.cluster.worker(2);
		this.supervisor.orders().stop(2);
		assertThat(starting.terminated).isEqualTo(1);
		this.cluster.exits(starting, 143);
		this.cluster.drained(this.cluster.launcher.of(2).get(0));
		assertThat(this.cluster.launcher.alive()).hasSize(1);
	}

	@Test
	void stopOfTheLastWorkerThatServesIsRefused() {
		this.supervisor.orders().stop(1);
		refused(() -> this.supervisor.orders().stop(2), Reason.CONFLICT, "last serving worker");
	}

	@Test
	void stopIsRefusedWhileTheOthersHaveCrashed() {
		this.cluster.crashes(1);
		refused(() -> this.supervisor.orders().stop(2), Reason.CONFLICT, "last serving worker");
	}

	@Test
	void startFillsAStoppedSlot() {
		FakeProcess worker = this.cluster.worker(2);
		this.supervisor.orders().stop(2);
		this.cluster.loop.run();
		this.cluster.drained(worker);
		this.supervisor.orders().start(2);
		this.cluster.ready(2);
		assertThat(this.cluster.generations()).containsExactly(1, 1);
	}

	@Test
	void startDuringTheDrainOfAStopWaitsForItsEnd() {
		FakeProcess worker = this.cluster.worker(2);
		this.supervisor.orders().stop(2);
		this.cluster.loop.run();
		this.supervisor.orders().start(2);
		assertThat(this.cluster.launcher.of(2)).hasSize(1);
		this.cluster.drained(worker);
		assertThat(this.cluster.launcher.of(2)).hasSize(2);
	}

	@Test
	void startOfARunningSlotDoesNothing() {
		this.supervisor.orders().start(2);
		assertThat(this.cluster.launcher.launched).hasSize(2);
	}

	@Test
	void scaleUpAddsSlots() {
		this.supervisor.orders().scale("max");
		assertThat(this.cluster.launcher.launched).hasSize(4);
		this.cluster.ready(3);
		this.cluster.ready(4);
		assertThat(this.cluster.generations()).containsExactly(1, 1, 1, 1);
	}

	@Test
	void scaleDownDrainsTheHighestSlots() {
		FakeProcess worker = this.cluster.worker(2);
		this.supervisor.orders().scale("1");
		this.cluster.loop.run();
		assertThat(this.cluster.drains(worker)).isTrue();
		assertThat(this.cluster.info().workers()).hasSize(1);
		this.cluster.drained(worker);
		this.cluster.after(Duration.ofHours(1));
		assertThat(this.cluster.launcher.launched).hasSize(2);
	}

	@Test
	void scaleDownAndUpAgainStartsAnewWhileTheOldWorkerDrains() {
		FakeProcess worker = this.cluster.worker(2);
		this.supervisor.orders().scale("1");
		this.supervisor.orders().scale("2");
		this.cluster.loop.run();
		assertThat(this.cluster.launcher.of(2)).hasSize(2);
		this.cluster.drained(worker);
		assertThat(this.cluster.launcher.of(2)).hasSize(2);
		this.cluster.ready(2);
		assertThat(this.cluster.generations()).containsExactly(1, 1);
	}

	@Test
	void scaleToWhatHasNoWorkerThatServesIsRefused() {
		FakeProcess worker = this.cluster.worker(1);
		this.supervisor.orders().stop(1);
		this.cluster.loop.run();
		this.cluster.drained(worker);
		refused(() -> this.supervisor.orders().scale("1"), Reason.CONFLICT, "none would serve");
		assertThat(this.cluster.generations()).containsExactly(0, 1);
	}

	@Test
	void scaleToNonsenseIsInvalid() {
		refused(() -> this.supervisor.orders().scale("many"), Reason.INVALID,
				"workers 'many' is not a number of workers; use 'max'");
		refused(() -> this.supervisor.orders().scale("0"), Reason.INVALID, "workers '0' is less than one worker");
	}

	@Test
	void orderForAnUnknownSlotIsNotFound() {
		refused(() -> this.supervisor.orders().restart(3), Reason.NOT_FOUND, "There is no slot 3");
		refused(() -> this.supervisor.orders().stop(0), Reason.NOT_FOUND, "There is no slot 0");
		refused(() -> this.supervisor.orders().start(-1), Reason.NOT_FOUND, "There is no slot -1");
	}

	@Test
	void ordersDuringAReloadAreConflicts() {
		this.cluster.reload();
		refused(() -> this.supervisor.orders().restart(1), Reason.CONFLICT, "Reload 1 is running");
		refused(() -> this.supervisor.orders().stop(1), Reason.CONFLICT, "Reload 1 is running");
		refused(() -> this.supervisor.orders().start(1), Reason.CONFLICT, "Reload 1 is running");
		refused(() -> this.supervisor.orders().scale("3"), Reason.CONFLICT, "Reload 1 is running");
	}

	@Test
	void shutdownDrainsAllWorkersAndEnds() {
		FakeProcess first = this.cluster.worker(1);
		FakeProcess second = this.cluster.worker(2);
		this.cluster.handoff.sent.put(first.identity.launch(), 5L);
		this.cluster.shutDown();
		assertThat(this.cluster.handoff.rejecting).isTrue();
		assertThat(this.cluster.drain(first)).isEqualTo(new FromPrimary.Drain(30_000, 1_000, 5));
		this.cluster.drained(first);
		assertThat(this.cluster.ended()).isNotDone();
		this.cluster.drained(second);
		assertThat(this.cluster.ended()).isCompleted();
		assertThat(this.cluster.launcher.launched).hasSize(2);
	}

	@Test
	void shutdownEndsWorkersThatStartAndThoseThatWaitForTheirBackoff() {
		this.cluster.crashes(1);
		this.cluster.crashes(1);
		this.supervisor.orders().restart(2);
		FakeProcess starting = this.cluster.worker(2);
		int launched = this.cluster.launcher.launched.size();
		this.cluster.shutDown();
		assertThat(starting.terminated).isEqualTo(1);
		this.cluster.afterSeconds(10);
		assertThat(starting.killed).isTrue();
		this.cluster.drained(this.cluster.launcher.of(2).get(0));
		assertThat(this.cluster.ended()).isCompleted();
		assertThat(this.cluster.launcher.launched).hasSize(launched);
	}

	@Test
	void workerThatBecomesReadyDuringShutdownGetsNoConnections() {
		this.supervisor.orders().restart(2);
		FakeProcess starting = this.cluster.worker(2);
		this.cluster.shutDown();
		this.cluster.connects(starting);
		this.cluster.says(starting, new FromWorker.Ready());
		assertThat(this.cluster.serves(starting)).isFalse();
		this.cluster.says(starting, new FromWorker.StopRequested("SIGTERM"));
		assertThat(this.cluster.drains(starting)).isTrue();
	}

	@Test
	void shutdownDuringAReloadFailsIt() {
		FollowedReload reload = this.cluster.reload();
		FakeProcess old = this.cluster.worker(2);
		this.cluster.shutDown();
		assertThat(reload.info().state()).isEqualTo(ReloadState.FAILED);
		assertThat(reload.info().reason()).isEqualTo("the cluster is shutting down");
		this.cluster.exits(this.cluster.worker(1), 143);
		this.cluster.drained(this.cluster.launcher.of(1).get(0));
		this.cluster.drained(old);
		assertThat(this.cluster.ended()).isCompleted();
		assertThat(this.cluster.launcher.launched).hasSize(3);
	}

	@Test
	void shutdownOfAClusterThatStillStartsEndsWell() {
		SupervisedCluster booting = SupervisedCluster.booting(1);
		booting.shutDown();
		booting.exits(booting.worker(1), 143);
		assertThat(booting.ended()).isCompleted();
	}

	@Test
	void everythingIsRefusedDuringShutdown() {
		this.cluster.shutDown();
		refused(() -> this.supervisor.reloads().begin(false), Reason.UNAVAILABLE, "The cluster is shutting down");
		refused(() -> this.supervisor.orders().restart(1), Reason.UNAVAILABLE, "The cluster is shutting down");
		refused(() -> this.supervisor.orders().scale("3"), Reason.UNAVAILABLE, "The cluster is shutting down");
	}

	private static void refused(ThrowingCallable order, Reason reason, String message) {
		assertThatExceptionOfType(ClusterException.class).isThrownBy(order)
			.withMessageContaining(message)
			.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(reason));
	}

}
