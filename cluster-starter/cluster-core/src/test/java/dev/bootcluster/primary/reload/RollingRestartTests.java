// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.reload;

import java.time.Duration;
import java.util.List;

import dev.bootcluster.ClusterEvent;
import dev.bootcluster.ClusterEventType;
import dev.bootcluster.ClusterException;
import dev.bootcluster.ClusterException.Reason;
import dev.bootcluster.ClusterState;
import dev.bootcluster.ReloadInfo;
import dev.bootcluster.ReloadInfo.Kind;
import dev.bootcluster.ReloadState;
import dev.bootcluster.WorkerState;
import dev.bootcluster.generation.ReloadSettings;
import dev.bootcluster.generation.Surge;
import dev.bootcluster.primary.FakeProcess;
import dev.bootcluster.primary.FollowedReload;
import dev.bootcluster.primary.SlotOrders;
import dev.bootcluster.primary.SupervisedCluster;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Stories of rolling restarts, pauses and scaling in trouble.
 */
class RollingRestartTests {

	private final SupervisedCluster cluster = SupervisedCluster.serving(2);

	private final SlotOrders orders = this.cluster.supervisor.orders();

	private final Reloads reloads = this.cluster.supervisor.reloads();

	@Test
	void restartAllReplacesOneSlotAfterTheOther() {
		FakeProcess first = this.cluster.worker(1);
		FakeProcess second = this.cluster.worker(2);
		FollowedReload restart = this.cluster.follow(this.reloads.restart());
		assertThat(this.cluster.launcher.of(2)).hasSize(1);
		this.cluster.ready(1);
		assertThat(this.cluster.launcher.of(2)).hasSize(1);
		assertThat(restart.info().slots()).containsExactly(1);
		this.cluster.drained(first);
		assertThat(this.cluster.launcher.of(2)).hasSize(2);
		assertThat(this.cluster.serves(second)).isTrue();
		this.cluster.ready(2);
		assertThat(restart.info().state()).as("until the last old one is gone").isEqualTo(ReloadState.RUNNING);
		this.cluster.drained(second);
		assertThat(this.cluster.generations()).containsExactly(1, 1);
		this.orders.restart(1);
	}

	@Test
	void verdictIsThatOfAReloadAndSaysThatItWasARestart() {
		FollowedReload restart = this.cluster.follow(this.reloads.restart());
		assertThat(this.reloads.last()).contains(restart.info());
		assertThat(restart.info())
			.isEqualTo(new ReloadInfo(1, Kind.RESTART, ReloadState.RUNNING, 1, false, List.of(), null, List.of()));
		assertThat(this.cluster.info().state()).isEqualTo(ClusterState.RELOADING);
		restarted(1);
		restarted(2);
		assertThat(restart.info()).isEqualTo(
				new ReloadInfo(1, Kind.RESTART, ReloadState.SUCCEEDED, 1, false, List.of(1, 2), null, List.of()));
		assertThat(this.cluster.info().state()).isEqualTo(ClusterState.STABLE);
		FollowedReload reload = this.cluster.reload();
		assertThat(reload.info()).returns(2, ReloadInfo::id)
			.returns(Kind.RELOAD, ReloadInfo::kind)
			.returns(2, ReloadInfo::generation);
	}

	@Test
	void eventsTellOfARestartAsOfAReload() {
		this.reloads.restart();
		restarted(1);
		restarted(2);
		assertThat(reloadEvents()).extracting("type", "generation", "reload", "detail")
			.containsExactly(
					tuple(ClusterEventType.RELOAD_STARTED, 1, 1,
							"Rolling restart 1: 2 slots get new workers of generation 1, one after the other"),
					tuple(ClusterEventType.RELOAD_SUCCEEDED, 1, 1,
							"Rolling restart 1 succeeded: 2 slots have new workers"));
		assertThat(this.cluster.events.after(0)).filteredOn((event) -> event.type() == ClusterEventType.WORKER_STARTING)
			.extracting("slot", "reload")
			.containsExactly(tuple(1, 0), tuple(2, 0), tuple(1, 1), tuple(2, 1));
	}

	@Test
	void restartDoesNotBakeAndReplacesOneSlotAtATimeWhateverTheReloadsSettings() {
		this.cluster.generations.reload = new ReloadSettings(Surge.of("100%"), SupervisedCluster.BOOT_TIMEOUT,
				Duration.ofHours(1), SupervisedCluster.DRAIN_TIMEOUT, Duration.ofSeconds(1));
		FollowedReload restart = this.cluster.follow(this.reloads.restart());
		this.cluster.afterSeconds(60);
		assertThat(restart.isRunning()).as("no deadline: there is no way back").isTrue();
		restarted(1);
		assertThat(this.cluster.launcher.of(2)).hasSize(2);
		restarted(2);
		assertThat(restart.info().state()).isEqualTo(ReloadState.SUCCEEDED);
	}

	@Test
	void rollbackAfterARestartReturnsToTheGenerationBeforeTheLastReload() {
		this.cluster.reload();
		restarted(1);
		restarted(2);
		this.reloads.restart();
		restarted(1);
		restarted(2);
		assertThat(this.cluster.generations()).containsExactly(2, 2);
		assertThat(this.cluster.generations.retained).containsExactlyInAnyOrder(1, 2);
		assertThat(this.reloads.rollBack().generation()).isEqualTo(1);
	}

	@Test
	void everythingElseIsAConflictDuringARollingRestart() {
		this.reloads.restart();
		refused(this.reloads::restart, "Rolling restart 1 is running");
		refused(() -> this.reloads.begin(false), "Rolling restart 1 is running");
		refused(() -> this.orders.restart(2), "Rolling restart 1 is running");
	}

	@Test
	void restartAllDuringAReloadIsAConflict() {
		this.cluster.reload();
		refused(this.reloads::restart, "Reload 1 is running");
	}

	@Test
	void workerThatDoesNotStartStopsTheRollingRestartAndTheOldOneServes() {
		FakeProcess first = this.cluster.worker(1);
		FollowedReload restart = this.cluster.follow(this.reloads.restart());
		FakeProcess broken = this.cluster.worker(1);
		this.cluster.crashes(1);
		String why = "Worker 1 (pid 1003, generation 1) ended before it was ready with exit code 1";
		assertThat(restart.info()).isEqualTo(
				new ReloadInfo(1, Kind.RESTART, ReloadState.FAILED, 1, false, List.of(), why, broken.lastLines()));
		assertThat(reloadEvents()).last()
			.returns(ClusterEventType.RELOAD_FAILED, ClusterEvent::type)
			.returns("Rolling restart 1 failed, 2 of 2 slots were not restarted: " + why, ClusterEvent::detail);
		this.cluster.after(Duration.ofHours(1));
		assertThat(this.cluster.serves(first)).isTrue();
		assertThat(this.cluster.launcher.launched).hasSize(3);
		this.orders.restart(2);
	}

	@Test
	void slotThatIsRestartedStaysSoWhenTheNextOneFails() {
		FollowedReload restart = this.cluster.follow(this.reloads.restart());
		restarted(1);
		FakeProcess next = this.cluster.worker(1);
		this.cluster.crashes(2);
		assertThat(restart.info().slots()).containsExactly(1);
		assertThat(reloadEvents()).extracting(ClusterEvent::type)
			.containsExactly(ClusterEventType.RELOAD_STARTED, ClusterEventType.RELOAD_FAILED);
		assertThat(this.cluster.serves(next)).isTrue();
		assertThat(this.cluster.launcher.launched).hasSize(4);
		assertThat(this.cluster.generations()).containsExactly(1, 1);
	}

	@Test
	void newWorkerThatDiesWhileTheOldOneDrainsStopsTheRollingRestartAndIsReplaced() {
		FakeProcess old = this.cluster.worker(1);
		FollowedReload restart = this.cluster.follow(this.reloads.restart());
		this.cluster.ready(1);
		this.cluster.crashes(1);
		assertThat(restart.info().state()).isEqualTo(ReloadState.FAILED);
		this.cluster.drained(old);
		this.cluster.ready(1);
		assertThat(this.cluster.generations()).containsExactly(1, 1);
		assertThat(this.cluster.launcher.of(2)).hasSize(1);
	}

	@Test
	void workerThatDiesInASlotThatIsNotBeingRestartedIsReplacedAndStopsNothing() {
		SupervisedCluster three = SupervisedCluster.serving(3);
		FollowedReload restart = three.follow(three.supervisor.reloads().restart());
		FakeProcess old = three.launcher.of(1).get(0);
		three.ready(1);
		three.drained(old);
		three.crashes(1);
		three.crashes(3);
		assertThat(restart.isRunning()).isTrue();
		assertThat(three.launcher.of(1)).as("respawned").hasSize(3);
		assertThat(three.launcher.of(3)).as("respawned").hasSize(2);
	}

	@Test
	void workerThatIsNotReadyInTimeStopsTheRollingRestart() {
		FollowedReload restart = this.cluster.follow(this.reloads.restart());
		this.cluster.after(SupervisedCluster.BOOT_TIMEOUT);
		assertThat(restart.info().reason()).endsWith("it was not ready within 2m00s");
		assertThat(this.cluster.launcher.launched).hasSize(3);
		assertThat(this.cluster.generations()).containsExactly(1, 1);
	}

	@Test
	void stoppedSlotStaysStopped() {
		FakeProcess second = this.cluster.worker(2);
		this.orders.stop(2);
		this.cluster.loop.run();
		this.cluster.drained(second);
		FollowedReload restart = this.cluster.follow(this.reloads.restart());
		restarted(1);
		assertThat(restart.info().state()).isEqualTo(ReloadState.SUCCEEDED);
		assertThat(this.cluster.launcher.of(2)).hasSize(1);
	}

	@Test
	void shutdownEndsARollingRestart() {
		FakeProcess first = this.cluster.worker(1);
		this.reloads.restart();
		this.cluster.shutDown();
		this.cluster.exits(this.cluster.worker(1), 143);
		this.cluster.drained(first);
		this.cluster.drained(this.cluster.worker(2));
		assertThat(this.cluster.ended()).isCompleted();
		assertThat(this.cluster.launcher.launched).hasSize(3);
	}

	@Test
	void startAllFillsTheStoppedSlots() {
		FakeProcess worker = this.cluster.worker(2);
		this.orders.stop(2);
		this.cluster.loop.run();
		this.cluster.drained(worker);
		this.orders.startAll();
		this.cluster.ready(2);
		assertThat(this.cluster.generations()).containsExactly(1, 1);
		assertThat(this.cluster.launcher.of(1)).hasSize(1);
	}

	@Test
	void pausedWorkerStaysReadyAndGetsNothingUntilItIsResumed() {
		FakeProcess worker = this.cluster.worker(2);
		this.orders.pause(2);
		assertThat(this.cluster.serves(worker)).isFalse();
		assertThat(this.cluster.drains(worker)).isFalse();
		assertThat(this.cluster.info().workers().get(1).state()).isEqualTo(WorkerState.READY);
		assertThat(this.cluster.info().workers().get(1).paused()).isTrue();
		this.orders.resume(2);
		assertThat(this.cluster.serves(worker)).isTrue();
		assertThat(this.cluster.info().workers().get(1).paused()).isFalse();
	}

	@Test
	void pauseOutlivesTheWorker() {
		this.orders.pause(2);
		this.cluster.crashes(2);
		FakeProcess next = this.cluster.ready(2);
		assertThat(this.cluster.serves(next)).isFalse();
		this.orders.resume(2);
		assertThat(this.cluster.serves(next)).isTrue();
	}

	@Test
	void reloadBeginsWithASlotThatTakesConnectionsAndKeepsThePause() {
		this.orders.pause(1);
		this.cluster.reload();
		assertThat(this.cluster.launcher.of(1)).hasSize(1);
		FakeProcess old = this.cluster.launcher.of(2).get(0);
		this.cluster.ready(2);
		this.cluster.afterSeconds(20);
		this.cluster.drained(old);
		FakeProcess next = this.cluster.ready(1);
		assertThat(next.generation()).isEqualTo(2);
		assertThat(this.cluster.serves(next)).isFalse();
		assertThat(this.cluster.info().workers().get(0).paused()).isTrue();
	}

	@Test
	void pauseOfTheLastWorkerThatTakesConnectionsIsRefused() {
		this.orders.pause(1);
		refused(() -> this.orders.pause(2), "no worker would take connections");
		refused(() -> this.orders.stop(2), "last serving worker");
	}

	@Test
	void pauseIsRefusedWhereWorkersAcceptForThemselves() {
		this.cluster.handoff.pausable = false;
		refused(() -> this.orders.pause(2), "needs another policy");
	}

	@Test
	void scaleUpAfterAReloadStartsTheCurrentGeneration() {
		SupervisedCluster one = SupervisedCluster.serving(1);
		FakeProcess old = one.worker(1);
		one.reload();
		one.ready(1);
		one.afterSeconds(60);
		one.drained(old);
		one.supervisor.orders().scale("2");
		assertThat(one.worker(2).generation()).isEqualTo(2);
	}

	@Test
	void scaleToTheSameNumberDoesNothing() {
		this.orders.scale("2");
		assertThat(this.cluster.launcher.launched).hasSize(2);
		assertThat(this.cluster.generations()).containsExactly(1, 1);
	}

	@Test
	void scaleDownEndsACrashLoopAndItsTimer() {
		for (int i = 0; i < 3; i++) {
			this.cluster.crashes(2);
			this.cluster.afterSeconds(i < 2 ? 40 : 0);
		}
		int launched = this.cluster.launcher.launched.size();
		this.orders.scale("1");
		this.cluster.after(Duration.ofHours(1));
		assertThat(this.cluster.launcher.launched).hasSize(launched);
		assertThat(this.cluster.generations()).containsExactly(1);
	}

	@Test
	void scaleUpDuringACrashLoopLeavesTheLoopItsPace() {
		this.cluster.crashes(2);
		this.cluster.crashes(2);
		int launched = this.cluster.launcher.of(2).size();
		this.orders.scale("3");
		assertThat(this.cluster.launcher.of(2)).hasSize(launched);
		assertThat(this.cluster.launcher.of(3)).hasSize(1);
	}

	/**
	 * Let the slot's new worker take over and the previous one go.
	 */
	private void restarted(int slot) {
		List<FakeProcess> workers = this.cluster.launcher.of(slot);
		FakeProcess old = workers.get(workers.size() - 2);
		this.cluster.ready(slot);
		this.cluster.drained(old);
	}

	private List<ClusterEvent> reloadEvents() {
		return this.cluster.events.after(0)
			.stream()
			.filter((event) -> event.type().name().startsWith("RELOAD_"))
			.toList();
	}

	private static void refused(ThrowingCallable order, String message) {
		assertThatExceptionOfType(ClusterException.class).isThrownBy(order)
			.withMessageContaining(message)
			.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(Reason.CONFLICT));
	}

}
