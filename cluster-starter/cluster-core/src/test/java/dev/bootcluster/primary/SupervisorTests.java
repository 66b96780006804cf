// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary;

import java.time.Duration;
import java.util.List;

import dev.bootcluster.ExitCause;
import dev.bootcluster.WorkerInfo;
import dev.bootcluster.WorkerState;
import dev.bootcluster.ipc.FromPrimary;
import dev.bootcluster.ipc.FromWorker;
import dev.bootcluster.primary.fleet.WorkerEndings;
import dev.bootcluster.primary.launch.WorkerIdentity;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Stories of workers that die.
 */
class SupervisorTests {

	@Test
	void workerThatIsReadyTooLateDoesNotTakeItsSlotBeforeItIsGone() {
		SupervisedCluster cluster = SupervisedCluster.serving(1);
		FakeProcess old = cluster.worker(1);
		cluster.supervisor.orders().restart(1);
		cluster.loop.run();
		FakeProcess late = cluster.worker(1);
		late.survivesKill = true;
		cluster.after(SupervisedCluster.BOOT_TIMEOUT);
		cluster.ready(late);
		assertThat(cluster.serves(old)).isTrue();
		assertThat(cluster.drains(old)).isFalse();
		cluster.exits(late, 137);
		assertThat(cluster.serves(old)).isTrue();
	}

	@Test
	void workerGetsConnectionsOnceItSaysThatItIsReady() {
		SupervisedCluster cluster = SupervisedCluster.booting(2);
		assertThat(cluster.handoff.expected).hasSize(2);
		assertThat(cluster.generations()).containsExactly(0, 0);
		cluster.ready(2);
		assertThat(cluster.generations()).containsExactly(0, 1);
		assertThat(cluster.info().workers()).extracting("state")
			.containsExactly(WorkerState.STARTING, WorkerState.READY);
	}

	@Test
	void crashIsReplacedInTheSameSlotAtOnce() {
		SupervisedCluster cluster = SupervisedCluster.serving(2);
		cluster.crashes(2);
		assertThat(cluster.launcher.of(2)).hasSize(2);
		assertThat(cluster.launcher.of(1)).hasSize(1);
		cluster.ready(2);
		assertThat(cluster.generations()).containsExactly(1, 1);
		assertThat(cluster.info().workers().get(1).restarts()).isEqualTo(1);
		assertThat(cluster.info().workers().get(1).lastExit().reason())
			.isEqualTo("ended unexpectedly with exit code 1");
	}

	@Test
	void whatAWorkerHadWhenItEndedIsShownNoLongerButWhatItDidIs() {
		SupervisedCluster cluster = SupervisedCluster.serving(2);
		FakeProcess worker = cluster.worker(1);
		cluster.supervisor.orders().stop(1);
		cluster.says(worker, new FromWorker.Heartbeat(1385, 40, 3, 500, 9, 9, 4, 9, 9, 7, 8, 5, 6, 9));
		assertThat(cluster.info().workers().get(0).connections()).isEqualTo(1385);
		cluster.drained(worker);
		WorkerInfo ended = cluster.info().workers().get(0);
		assertThat(ended.state()).isEqualTo(WorkerState.EXITED);
		assertThat(ended.requests()).isEqualTo(40);
		assertThat(ended.connections()).isZero();
		assertThat(ended.memory()).isZero();
		assertThat(ended.traffic().inFlight()).isZero();
	}

	@Test
	void exitCodeZeroNobodyWantedIsACrash() {
		SupervisedCluster cluster = SupervisedCluster.serving(2);
		cluster.exits(cluster.worker(1), 0);
		assertThat(cluster.launcher.of(1)).hasSize(2);
	}

	@Test
	void crashesWithinTenSecondsWaitLongerEachTimeUntilTheyAreACrashLoop() {
		SupervisedCluster cluster = SupervisedCluster.serving(2);
		cluster.crashes(1);
		for (long wait : List.of(1, 2, 4, 30, 30)) {
			int launched = cluster.launcher.of(1).size();
			cluster.ready(1);
			cluster.afterSeconds(9);
			cluster.crashes(1);
			cluster.after(Duration.ofSeconds(wait).minusMillis(1));
			assertThat(cluster.launcher.of(1)).as("before " + wait + "s").hasSize(launched);
			cluster.after(Duration.ofMillis(1));
			assertThat(cluster.launcher.of(1)).as("after " + wait + "s").hasSize(launched + 1);
		}
		assertThat(cluster.launcher.of(2)).hasSize(1);
	}

	@Test
	void workerThatServedForTenSecondsIsReplacedAtOnceAgain() {
		SupervisedCluster cluster = SupervisedCluster.serving(2);
		for (int i = 0; i < 5; i++) {
			cluster.crashes(1);
			cluster.ready(1);
			cluster.afterSeconds(10);
		}
		assertThat(cluster.launcher.of(1)).hasSize(6);
	}

	@Test
	void workerThatIsNotReadyInTimeIsKilledAndCountsAsFailed() {
		SupervisedCluster cluster = SupervisedCluster.serving(1);
		cluster.crashes(1);
		FakeProcess slow = cluster.worker(1);
		cluster.after(SupervisedCluster.BOOT_TIMEOUT.minusMillis(1));
		assertThat(slow.killed).isFalse();
		cluster.after(Duration.ofMillis(1));
		assertThat(slow.killed).isTrue();
		assertThat(cluster.info().workers().get(0).lastExit().reason())
			.isEqualTo("ended by SIGKILL: it was not ready within 2m00s");
		assertThat(cluster.info().workers().get(0).lastExit().cause()).isEqualTo(ExitCause.BOOT_TIMEOUT);
		assertThat(cluster.launcher.of(1)).hasSize(2);
		cluster.afterSeconds(1);
		assertThat(cluster.launcher.of(1)).hasSize(3);
	}

	@Test
	void workerThatBecomesReadyWhileItsThreadsAreDumpedIsKept() {
		SupervisedCluster cluster = SupervisedCluster.serving(1);
		cluster.crashes(1);
		FakeProcess slow = cluster.worker(1);
		cluster.connects(slow);
		cluster.after(SupervisedCluster.BOOT_TIMEOUT);
		assertThat(slow.control.heard()).hasAtLeastOneElementOfType(FromPrimary.DumpThreads.class);
		assertThat(slow.killed).as("before the dump is there").isFalse();
		cluster.ready(slow);
		cluster.afterSeconds(30);
		assertThat(slow.killed).isFalse();
		assertThat(cluster.serves(slow)).isTrue();
	}

	@Test
	void threadsOfAWorkerThatIsNotReadyInTimeAreDumpedBeforeItIsKilled() {
		SupervisedCluster cluster = SupervisedCluster.serving(1);
		cluster.crashes(1);
		FakeProcess slow = cluster.worker(1);
		cluster.connects(slow);
		cluster.after(SupervisedCluster.BOOT_TIMEOUT);
		FromPrimary.DumpThreads order = slow.control.heard()
			.stream()
			.filter(FromPrimary.DumpThreads.class::isInstance)
			.map(FromPrimary.DumpThreads.class::cast)
			.findFirst()
			.orElseThrow();
		cluster.says(slow, new FromWorker.ThreadsDumped(order.file()));
		assertThat(slow.killed).isTrue();
		assertThat(cluster.info().workers().get(0).lastExit().cause()).isEqualTo(ExitCause.BOOT_TIMEOUT);
	}

	@Test
	void othersWaitUntilTheFirstServes() {
		SupervisedCluster cluster = new SupervisedCluster();
		cluster.supervisor.start(3, 1, true);
		cluster.loop.run();
		assertThat(cluster.launcher.of(1)).hasSize(1);
		assertThat(cluster.launcher.of(2)).isEmpty();
		cluster.ready(1);
		for (int slot = 2; slot <= 3; slot++) {
			assertThat(cluster.launcher.of(slot)).hasSize(1);
			cluster.ready(slot);
		}
		assertThat(cluster.launcher.of(4)).as("the spare").hasSize(1);
		assertThat(cluster.info().workers()).extracting(WorkerInfo::restarts).containsOnly(0);
	}

	@Test
	void clusterEndsIfTheFirstDoesNotStart() {
		SupervisedCluster cluster = new SupervisedCluster();
		cluster.supervisor.start(3, 0, true);
		cluster.loop.run();
		cluster.crashes(1);
		assertThat(cluster.ended()).isCompletedExceptionally();
		assertThat(cluster.launcher.of(2)).isEmpty();
	}

	@Test
	void killByTheKernelIsToldFromOneByHand() {
		SupervisedCluster cluster = SupervisedCluster.serving(2);
		cluster.exits(cluster.worker(1), 137);
		assertThat(cluster.info().workers().get(0).lastExit().cause()).isEqualTo(ExitCause.SIGNAL);
		cluster.outOfMemoryKills++;
		cluster.exits(cluster.worker(2), 137);
		assertThat(cluster.info().workers().get(1).lastExit().cause()).isEqualTo(ExitCause.OUT_OF_MEMORY_KILL);
		FakeProcess replaced = cluster.ready(2);
		cluster.exits(cluster.worker(1), 137);
		cluster.exits(replaced, 137);
		assertThat(cluster.info().workers()).extracting("lastExit.cause").containsOnly(ExitCause.SIGNAL);
	}

	@Test
	void killByThePrimaryIsNotTheKernels() {
		SupervisedCluster cluster = SupervisedCluster.serving(2);
		cluster.outOfMemoryKills++;
		cluster.pool.endings().kill(cluster.pool.workers().iterator().next(), ExitCause.HANG, "it hangs");
		cluster.loop.run();
		assertThat(cluster.info().workers().get(0).lastExit().cause()).isEqualTo(ExitCause.HANG);
		assertThat(cluster.launcher.of(1)).hasSize(2);
	}

	@Test
	void readyWorkerIsNotKilledByItsBootTimeout() {
		SupervisedCluster cluster = SupervisedCluster.booting(1);
		FakeProcess worker = cluster.ready(1);
		cluster.after(SupervisedCluster.BOOT_TIMEOUT.multipliedBy(2));
		assertThat(cluster.serves(worker)).isTrue();
	}

	@Test
	void firstGenerationOfWhichNothingStartsEndsThePrimaryWithoutRespawn() {
		SupervisedCluster cluster = SupervisedCluster.booting(2);
		cluster.crashes(2);
		assertThat(cluster.ended()).isNotDone();
		cluster.crashes(1);
		assertThat(cluster.ended()).isCompletedExceptionally();
		Throwable failure = catchThrowable(() -> cluster.ended().join()).getCause();
		assertThat(failure).isInstanceOf(WorkersFailedException.class)
			.hasMessageContaining("None of 2 workers could start")
			.hasMessageContaining("Worker 1 (pid 1001, generation 1) ended before it was ready with exit code 1");
		assertThat(((WorkersFailedException) failure).getLog()).containsExactly("last words of launch 1");
		cluster.after(Duration.ofHours(1));
		assertThat(cluster.launcher.launched).hasSize(2);
	}

	@Test
	void processesThatCannotBeStartedEndThePrimaryWithTheReason() {
		SupervisedCluster cluster = new SupervisedCluster();
		cluster.launcher.broken = true;
		cluster.supervisor.start(2, 0);
		cluster.loop.run();
		Throwable failure = catchThrowable(() -> cluster.ended().join()).getCause();
		assertThat(((WorkersFailedException) failure).getLog()).containsExactly("Cannot allocate memory");
	}

	@Test
	void failedWorkersOfTheFirstGenerationAreStartedAgainAfterTheFirstIsReady() {
		SupervisedCluster cluster = SupervisedCluster.booting(3);
		cluster.crashes(1);
		cluster.crashes(3);
		cluster.after(Duration.ofMinutes(1));
		assertThat(cluster.launcher.launched).hasSize(3);
		cluster.ready(2);
		assertThat(cluster.launcher.of(1)).hasSize(2);
		assertThat(cluster.launcher.of(3)).hasSize(2);
		cluster.ready(1);
		cluster.ready(3);
		assertThat(cluster.generations()).containsExactly(1, 1, 1);
	}

	@Test
	void workerThatReceivedSigtermDrainsAndIsReplaced() {
		SupervisedCluster cluster = SupervisedCluster.serving(2);
		FakeProcess worker = cluster.worker(1);
		cluster.handoff.sent.put(worker.identity.launch(), 17L);
		cluster.says(worker, new FromWorker.StopRequested("SIGTERM"));
		assertThat(cluster.drain(worker)).isEqualTo(new FromPrimary.Drain(30_000, 30_000, 17));
		assertThat(cluster.serves(worker)).isFalse();
		assertThat(cluster.launcher.of(1)).as("perhaps all are asked, because the cluster is to end").hasSize(1);
		cluster.after(Duration.ofMillis(200));
		assertThat(cluster.launcher.of(1)).as("the drain may take long").hasSize(2);
		cluster.exits(worker, 143);
		cluster.ready(1);
		assertThat(cluster.launcher.of(1)).hasSize(2);
		assertThat(cluster.info().workers().get(0).restarts()).isZero();
		assertThat(cluster.info().workers().get(0).lastExit().reason())
			.isEqualTo("ended by SIGTERM: it received SIGTERM");
	}

	@Test
	void workerThatItsOwnApplicationEndsDrainsWhileItsSuccessorStarts() {
		SupervisedCluster cluster = SupervisedCluster.serving(2);
		FakeProcess worker = cluster.worker(1);
		cluster.says(worker, new FromWorker.Leaving("its own application ended it"));
		assertThat(cluster.drains(worker)).isTrue();
		assertThat(cluster.launcher.of(1)).hasSize(2);
		FakeProcess successor = cluster.ready(1);
		cluster.drained(worker);
		assertThat(cluster.serves(successor)).isTrue();
		assertThat(cluster.info().workers().get(0).restarts()).isOne();
		assertThat(cluster.info().workers().get(0).lastExit().reason()).endsWith("its own application ended it");
	}

	@Test
	void workersThatKeepEndingThemselvesWaitLikeThoseThatCrash() {
		SupervisedCluster cluster = SupervisedCluster.serving(2);
		cluster.says(cluster.worker(1), new FromWorker.Leaving("its own application ended it"));
		FakeProcess second = cluster.ready(1);
		cluster.says(second, new FromWorker.Leaving("its own application ended it"));
		cluster.drained(second);
		assertThat(cluster.launcher.of(1)).hasSize(2);
		cluster.afterSeconds(1);
		assertThat(cluster.launcher.of(1)).hasSize(3);
	}

	@Test
	void hungWorkerIsStoppedThenKilledWithEvidenceAndReplaced() {
		SupervisedCluster cluster = new SupervisedCluster();
		cluster.generations.hangTimeout = Duration.ofSeconds(30);
		cluster.supervisor.start(1, 0);
		cluster.loop.run();
		FakeProcess worker = cluster.ready(1);
		for (int second = 1; second <= 33; second++) {
			cluster.afterSeconds(1);
			cluster.says(worker, new FromWorker.Heartbeat(9, 3, 0, 0, 9, second * 1000L, 4, 9, 9, 0, 0, 0, 0, 9));
		}
		cluster.afterSeconds(1);
		FromPrimary.DumpThreads order = worker.control.heard()
			.stream()
			.filter(FromPrimary.DumpThreads.class::isInstance)
			.map(FromPrimary.DumpThreads.class::cast)
			.findFirst()
			.orElseThrow();
		assertThat(order.file()).startsWith("/run/cluster/generations/1/threads-worker-1-");
		assertThat(cluster.serves(worker)).as("evidence first").isTrue();
		cluster.says(worker, new FromWorker.ThreadsDumped(order.file()));
		assertThat(cluster.drain(worker)).isEqualTo(new FromPrimary.Drain(5_000, 0, 0));
		cluster.afterSeconds(7);
		assertThat(worker.killed).isTrue();
		cluster.exits(worker, 137);
		assertThat(cluster.info().workers().get(0).lastExit().reason()).contains("it hung: no request completed for");
		assertThat(cluster.launcher.of(1)).hasSize(2);
	}

	@Test
	void drainThatDoesNotEndIsKilledAfterTimeoutAndGrace() {
		SupervisedCluster cluster = SupervisedCluster.serving(2);
		FakeProcess worker = cluster.worker(1);
		cluster.says(worker, new FromWorker.StopRequested("SIGTERM"));
		cluster.after(SupervisedCluster.DRAIN_TIMEOUT.plus(WorkerEndings.GRACE).minusMillis(1));
		assertThat(worker.killed).isFalse();
		cluster.after(Duration.ofMillis(1));
		assertThat(worker.killed).isTrue();
		assertThat(cluster.launcher.of(1)).hasSize(2);
	}

	@Test
	void workerWithoutControlChannelGetsNothingMoreAndIsKilledIfItDoesNotExit() {
		SupervisedCluster cluster = SupervisedCluster.serving(2);
		FakeProcess worker = cluster.worker(1);
		cluster.disconnects(worker);
		assertThat(cluster.serves(worker)).isFalse();
		assertThat(worker.killed).isFalse();
		cluster.after(SupervisedCluster.DRAIN_TIMEOUT.plus(WorkerEndings.GRACE));
		assertThat(worker.killed).isTrue();
		assertThat(cluster.launcher.of(1)).hasSize(2);
		assertThat(cluster.info().workers().get(0).lastExit().reason())
			.isEqualTo("ended by SIGKILL: it closed its control channel but did not exit");
	}

	@Test
	void workerThatAnswersTheSignalByAskingIsToldToDrainAndKeepsItsGrace() {
		SupervisedCluster cluster = SupervisedCluster.booting(2);
		cluster.ready(1);
		FakeProcess starting = cluster.worker(2);
		cluster.connects(starting);
		for (int i = 0; i < 3; i++) {
			cluster.says(starting, new FromWorker.StopRequested("SIGTERM"));
			cluster.afterSeconds(4);
		}
		assertThat(starting.terminated).isEqualTo(1);
		assertThat(cluster.drain(starting).handoffs()).isZero();
		assertThat(starting.killed).as("10 s after the first request").isTrue();
		assertThat(cluster.launcher.of(2)).hasSize(2);
	}

	@Test
	void strangerOnTheControlSocketIsTurnedAway() {
		SupervisedCluster cluster = SupervisedCluster.booting(1);
		FakeProcess stranger = new FakeProcess(new WorkerIdentity(77, 1, 1));
		cluster.connects(stranger);
		assertThat(stranger.control.isClosed()).isTrue();
		FakeProcess silent = new FakeProcess(new WorkerIdentity(78, 1, 1));
		cluster.says(silent, new FromWorker.Ready());
		assertThat(silent.control.isClosed()).isTrue();
		assertThat(cluster.generations()).containsExactly(0);
	}

}
