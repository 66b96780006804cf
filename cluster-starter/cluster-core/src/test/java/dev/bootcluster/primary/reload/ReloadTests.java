// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.reload;

import java.time.Duration;
import java.util.List;

import dev.bootcluster.ClusterException;
import dev.bootcluster.ClusterException.Reason;
import dev.bootcluster.ClusterState;
import dev.bootcluster.ReloadInfo;
import dev.bootcluster.ReloadState;
import dev.bootcluster.ipc.FromWorker;
import dev.bootcluster.primary.FakeProcess;
import dev.bootcluster.primary.FollowedReload;
import dev.bootcluster.primary.SupervisedCluster;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Stories of reloads.
 */
class ReloadTests {

	@Test
	void workersAreReplacedOneAtATime() {
		SupervisedCluster cluster = SupervisedCluster.serving(2);
		FakeProcess old1 = cluster.worker(1);
		FakeProcess old2 = cluster.worker(2);
		FollowedReload reload = cluster.reload();
		assertThat(reload.info().state()).isEqualTo(ReloadState.RUNNING);
		assertThat(cluster.info().state()).isEqualTo(ClusterState.RELOADING);
		assertThat(cluster.launcher.launched).hasSize(3);
		assertThat(cluster.worker(1).generation()).isEqualTo(2);
		assertThat(cluster.serves(old1)).as("until its successor is ready").isTrue();
		cluster.ready(1);
		assertThat(cluster.drains(old1)).isTrue();
		assertThat(cluster.generations()).containsExactly(2, 1);
		assertThat(cluster.launcher.launched).as("until the old one is gone").hasSize(3);
		cluster.drained(old1);
		assertThat(cluster.launcher.launched).hasSize(4);
		assertThat(reload.info().slots()).containsExactly(1);
		cluster.ready(2);
		assertThat(reload.info().state()).isEqualTo(ReloadState.RUNNING);
		cluster.drained(old2);
		assertThat(reload.info().state()).isEqualTo(ReloadState.SUCCEEDED);
		assertThat(reload.info().slots()).containsExactly(1, 2);
		assertThat(cluster.generations()).containsExactly(2, 2);
		assertThat(cluster.info().generation()).isEqualTo(2);
		assertThat(cluster.info().state()).isEqualTo(ClusterState.STABLE);
	}

	@Test
	void afterAReloadCrashesComeBackWithTheNewGeneration() {
		SupervisedCluster cluster = reloaded();
		cluster.crashes(1);
		assertThat(cluster.worker(1).generation()).isEqualTo(2);
	}

	@Test
	void outcomeStaysWhatItWasWhateverBecomesOfTheWorkers() {
		SupervisedCluster cluster = reloaded();
		cluster.crashes(1);
		assertThat(cluster.supervisor.reloads().last()).map(ReloadInfo::slots).hasValue(List.of(1));
	}

	@Test
	void nextReloadBringsTheNextGeneration() {
		SupervisedCluster cluster = reloaded();
		assertThat(cluster.reload().info().generation()).isEqualTo(3);
		assertThat(cluster.supervisor.reloads().last()).map(ReloadInfo::id).hasValue(2);
	}

	@Test
	void newWorkerThatDiesBeforeItIsReadyReplacesNothing() {
		SupervisedCluster cluster = SupervisedCluster.serving(2);
		FakeProcess old = cluster.worker(1);
		FollowedReload reload = cluster.reload();
		FakeProcess broken = cluster.worker(1);
		cluster.crashes(1);
		assertThat(reload.info().state()).isEqualTo(ReloadState.FAILED);
		assertThat(reload.info().reason())
			.isEqualTo("Worker 1 (pid 1003, generation 2) ended before it was ready with exit code 1");
		assertThat(reload.info().log()).isEqualTo(broken.lastLines());
		assertThat(reload.info().slots()).isEmpty();
		assertThat(cluster.serves(old)).isTrue();
		cluster.after(Duration.ofHours(1));
		assertThat(cluster.launcher.launched).hasSize(3);
		assertThat(cluster.info().generation()).isEqualTo(1);
		assertThat(cluster.info().state()).isEqualTo(ClusterState.STABLE);
	}

	@Test
	void newWorkerThatIsNotReadyInTimeFailsTheReload() {
		SupervisedCluster cluster = SupervisedCluster.serving(2);
		FollowedReload reload = cluster.reload();
		cluster.after(SupervisedCluster.BOOT_TIMEOUT);
		assertThat(reload.info().state()).isEqualTo(ReloadState.FAILED);
		assertThat(reload.info().reason()).endsWith("it was not ready within 2m00s");
		assertThat(cluster.generations()).containsExactly(1, 1);
	}

	@Test
	void newWorkerOfAVersionThatThePrimaryDoesNotUnderstandFailsTheReload() {
		SupervisedCluster cluster = SupervisedCluster.serving(2);
		FollowedReload reload = cluster.reload();
		FakeProcess newer = cluster.worker(1);
		cluster.says(newer, new FromWorker.Hello(newer.identity.launch(), newer.pid(), 2));
		assertThat(reload.info().state()).isEqualTo(ReloadState.FAILED);
		assertThat(reload.info().reason())
			.startsWith("Worker 1 (pid 1003, generation 2) ended by SIGKILL: its version of Boot Cluster (protocol 2)")
			.endsWith("restart the cluster");
		assertThat(cluster.generations()).containsExactly(1, 1);
	}

	@Test
	void reloadCanSucceedAfterOneFailed() {
		SupervisedCluster cluster = SupervisedCluster.serving(1);
		cluster.reload();
		cluster.crashes(1);
		FakeProcess old = cluster.launcher.of(1).get(0);
		FollowedReload second = cluster.reload();
		cluster.ready(1);
		cluster.drained(old);
		assertThat(second.info().state()).isEqualTo(ReloadState.SUCCEEDED);
		assertThat(cluster.generations()).containsExactly(3);
	}

	@Test
	void slotWhoseNewWorkerDiesAfterItTookOverGoesBack() {
		SupervisedCluster cluster = SupervisedCluster.serving(2);
		FakeProcess old = cluster.worker(1);
		FollowedReload reload = cluster.reload();
		cluster.ready(1);
		cluster.crashes(1);
		assertThat(reload.info().state()).isEqualTo(ReloadState.RUNNING);
		assertThat(cluster.worker(1).generation()).isEqualTo(1);
		cluster.ready(1);
		assertThat(reload.info().state()).isEqualTo(ReloadState.FAILED);
		assertThat(reload.info().reason()).contains("generation 2").contains("unexpectedly");
		cluster.drained(old);
		assertThat(cluster.generations()).containsExactly(1, 1);
		assertThat(cluster.launcher.alive()).hasSize(2);
	}

	@Test
	void slotWhoseNewWorkerItsApplicationEndsGoesBackToo() {
		SupervisedCluster cluster = SupervisedCluster.serving(2);
		FakeProcess old = cluster.worker(1);
		FollowedReload reload = cluster.reload();
		FakeProcess candidate = cluster.ready(1);
		cluster.says(candidate, new FromWorker.Leaving("its own application ended it"));
		assertThat(cluster.worker(1).generation()).isEqualTo(1);
		cluster.drained(old);
		cluster.drained(candidate);
		assertThat(reload.info().state()).as("until its slot is served again").isEqualTo(ReloadState.RUNNING);
		cluster.ready(1);
		assertThat(reload.info().state()).isEqualTo(ReloadState.FAILED);
		assertThat(reload.info().reason()).endsWith("generation 2) leaves: its own application ended it");
		assertThat(cluster.generations()).containsExactly(1, 1);
		cluster.after(Duration.ofMinutes(1));
		assertThat(cluster.launcher.alive()).hasSize(2);
	}

	@Test
	void oldWorkerThatEndsItsDrainDoesNotEndTheWayBack() {
		SupervisedCluster cluster = SupervisedCluster.serving(2);
		FakeProcess old = cluster.worker(1);
		FollowedReload reload = cluster.reload();
		cluster.ready(1);
		cluster.crashes(1);
		cluster.drained(old);
		assertThat(reload.info().state()).isEqualTo(ReloadState.RUNNING);
		cluster.ready(1);
		assertThat(reload.info().state()).isEqualTo(ReloadState.FAILED);
		assertThat(reload.info().reason()).doesNotContain("could not go back");
	}

	@Test
	void failureInTheSecondSlotTakesTheFirstBackToo() {
		SupervisedCluster cluster = SupervisedCluster.serving(3);
		FollowedReload reload = cluster.reload();
		replaced(cluster, 1);
		FakeProcess new1 = cluster.worker(1);
		cluster.crashes(2);
		assertThat(reload.info().state()).isEqualTo(ReloadState.RUNNING);
		assertThat(cluster.serves(new1)).as("until its successor is ready").isTrue();
		assertThat(cluster.worker(1).generation()).isEqualTo(1);
		cluster.ready(1);
		cluster.drained(new1);
		assertThat(reload.info().state()).isEqualTo(ReloadState.FAILED);
		assertThat(reload.info().slots()).isEmpty();
		assertThat(cluster.generations()).containsExactly(1, 1, 1);
		assertThat(cluster.launcher.of(3)).hasSize(1);
	}

	@Test
	void replacedSlotThatDiesWhileAnotherIsReplacedTakesEveryoneBack() {
		SupervisedCluster cluster = SupervisedCluster.serving(3);
		FollowedReload reload = cluster.reload();
		replaced(cluster, 1);
		replaced(cluster, 2);
		FakeProcess starting3 = cluster.worker(3);
		FakeProcess new2 = cluster.worker(2);
		cluster.crashes(1);
		assertThat(starting3.terminated).isEqualTo(1);
		cluster.exits(starting3, 143);
		assertThat(cluster.worker(1).generation()).isEqualTo(1);
		cluster.ready(1);
		cluster.ready(2);
		cluster.drained(new2);
		assertThat(reload.info().state()).isEqualTo(ReloadState.FAILED);
		assertThat(cluster.generations()).containsExactly(1, 1, 1);
		assertThat(cluster.launcher.alive()).hasSize(3);
	}

	@Test
	void slotThatCannotGoBackDoesNotHoldTheRollbackUp() {
		SupervisedCluster cluster = SupervisedCluster.serving(2);
		FollowedReload reload = cluster.reload();
		replaced(cluster, 1);
		cluster.crashes(2);
		cluster.crashes(1);
		assertThat(reload.info().state()).isEqualTo(ReloadState.FAILED);
		assertThat(cluster.generations()).as("better than nothing").containsExactly(2, 1);
	}

	@Test
	void oldWorkerThatDiesInTheSlotBeingReplacedComesBackUntilItsSuccessorIsReady() {
		SupervisedCluster cluster = SupervisedCluster.serving(2);
		FakeProcess old = cluster.worker(1);
		FollowedReload reload = cluster.reload();
		FakeProcess candidate = cluster.worker(1);
		cluster.exits(old, 1);
		assertThat(cluster.worker(1).generation()).as("nobody knows yet whether the new one will do").isEqualTo(1);
		cluster.ready(candidate);
		assertThat(cluster.generations()).containsExactly(2, 1);
		assertThat(cluster.worker(2).generation()).as("the next slot's turn").isEqualTo(2);
		FakeProcess old2 = cluster.launcher.of(2).get(0);
		cluster.ready(2);
		cluster.drained(old2);
		assertThat(reload.info().state()).isEqualTo(ReloadState.SUCCEEDED);
	}

	@Test
	void slotWhoseOldAndNewWorkerDieGetsTheOldGenerationBack() {
		SupervisedCluster cluster = SupervisedCluster.serving(2);
		FakeProcess old = cluster.worker(1);
		FollowedReload reload = cluster.reload();
		FakeProcess candidate = cluster.worker(1);
		cluster.exits(old, 1);
		cluster.exits(candidate, 1);
		assertThat(reload.info().state()).isEqualTo(ReloadState.FAILED);
		assertThat(cluster.launcher.of(1)).hasSize(3);
		cluster.ready(1);
		assertThat(cluster.generations()).containsExactly(1, 1);
	}

	@Test
	void crashOfASlotNotYetReplacedComesBackWithTheOldGeneration() {
		SupervisedCluster cluster = SupervisedCluster.serving(2);
		FakeProcess old1 = cluster.worker(1);
		FollowedReload reload = cluster.reload();
		cluster.crashes(2);
		assertThat(cluster.worker(2).generation()).isEqualTo(1);
		FakeProcess respawned = cluster.ready(2);
		cluster.ready(1);
		cluster.drained(old1);
		assertThat(cluster.worker(2).generation()).isEqualTo(2);
		cluster.ready(2);
		cluster.drained(respawned);
		assertThat(reload.info().state()).isEqualTo(ReloadState.SUCCEEDED);
	}

	@Test
	void workerOfTheOldGenerationThatStillStartsGivesWayToTheNewOne() {
		SupervisedCluster cluster = SupervisedCluster.serving(2);
		FakeProcess old1 = cluster.worker(1);
		FollowedReload reload = cluster.reload();
		cluster.crashes(2);
		FakeProcess starting = cluster.worker(2);
		cluster.ready(1);
		cluster.drained(old1);
		assertThat(starting.terminated).isZero();
		cluster.ready(2);
		assertThat(starting.terminated).isEqualTo(1);
		cluster.exits(starting, 143);
		assertThat(reload.info().state()).isEqualTo(ReloadState.SUCCEEDED);
		assertThat(cluster.launcher.alive()).hasSize(2);
	}

	@Test
	void newWorkerThatReceivedSigtermBeforeItIsReadyFailsTheReload() {
		SupervisedCluster cluster = SupervisedCluster.serving(2);
		FollowedReload reload = cluster.reload();
		FakeProcess starting = cluster.worker(1);
		cluster.connects(starting);
		cluster.says(starting, new FromWorker.StopRequested("SIGTERM"));
		cluster.exits(starting, 143);
		assertThat(reload.info().state()).isEqualTo(ReloadState.FAILED);
		assertThat(reload.info().reason()).endsWith("it received SIGTERM");
		assertThat(cluster.generations()).containsExactly(1, 1);
	}

	@Test
	void reloadFillsSlotsThatWaitForTheirBackoff() {
		SupervisedCluster cluster = SupervisedCluster.serving(2);
		cluster.crashes(1);
		cluster.crashes(1);
		int launched = cluster.launcher.launched.size();
		cluster.reload();
		assertThat(cluster.launcher.launched).hasSize(launched + 1);
		assertThat(cluster.worker(1).generation()).isEqualTo(2);
		cluster.afterSeconds(5);
		assertThat(cluster.launcher.launched).as("the backoff is over").hasSize(launched + 2);
		FakeProcess respawned = cluster.worker(1);
		assertThat(respawned.generation()).isEqualTo(1);
		cluster.ready(cluster.launcher.of(1).get(2));
		assertThat(cluster.generations()).containsExactly(2, 1);
		assertThat(respawned.terminated).as("not needed any more").isEqualTo(1);
	}

	@Test
	void secondReloadIsAConflict() {
		SupervisedCluster cluster = SupervisedCluster.serving(2);
		FollowedReload first = cluster.reload();
		assertThatExceptionOfType(ClusterException.class).isThrownBy(() -> cluster.supervisor.reloads().begin(false))
			.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(Reason.CONFLICT))
			.withMessage("Reload 1 is running");
		assertThat(cluster.supervisor.reloads().last()).contains(first.info());
	}

	@Test
	void reloadOfAClusterThatStillStartsIsAConflict() {
		SupervisedCluster cluster = SupervisedCluster.booting(2);
		assertThatExceptionOfType(ClusterException.class).isThrownBy(() -> cluster.supervisor.reloads().begin(false))
			.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(Reason.CONFLICT));
		assertThat(cluster.supervisor.reloads().last()).isEmpty();
	}

	@Test
	void stoppedSlotIsLeftEmptyAndStartsWithTheNewGenerationLater() {
		SupervisedCluster cluster = SupervisedCluster.serving(2);
		FakeProcess old1 = cluster.worker(1);
		FakeProcess stopped = cluster.worker(2);
		cluster.supervisor.orders().stop(2);
		cluster.loop.run();
		cluster.drained(stopped);
		FollowedReload reload = cluster.reload();
		cluster.ready(1);
		cluster.drained(old1);
		assertThat(reload.info().state()).isEqualTo(ReloadState.SUCCEEDED);
		assertThat(cluster.launcher.of(2)).hasSize(1);
		cluster.supervisor.orders().start(2);
		assertThat(cluster.worker(2).generation()).isEqualTo(2);
	}

	private static SupervisedCluster reloaded() {
		SupervisedCluster cluster = SupervisedCluster.serving(1);
		cluster.reload();
		replaced(cluster, 1);
		assertThat(cluster.generations()).containsExactly(2);
		cluster.after(Duration.ofHours(1));
		return cluster;
	}

	/**
	 * Let the slot's new worker take over and the old one go.
	 */
	private static void replaced(SupervisedCluster cluster, int slot) {
		FakeProcess old = cluster.launcher.of(slot).get(0);
		cluster.ready(slot);
		cluster.drained(old);
	}

	@Test
	void slotThatCannotGoBackIsNamedInTheReason() {
		SupervisedCluster cluster = SupervisedCluster.serving(2);
		FakeProcess old = cluster.worker(1);
		FollowedReload reload = cluster.reload();
		cluster.ready(1);
		cluster.drained(old);
		cluster.crashes(2);
		assertThat(cluster.worker(1).generation()).isEqualTo(1);
		cluster.crashes(1);
		assertThat(reload.info().state()).isEqualTo(ReloadState.FAILED);
		assertThat(reload.info().reason()).contains("slots [1] could not go back and still have generation 2");
		assertThat(reload.info().slots()).containsExactly(1);
	}

}
