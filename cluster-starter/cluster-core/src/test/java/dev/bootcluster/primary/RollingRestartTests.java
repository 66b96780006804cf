/*
 * Copyright 2026 the Boot Cluster authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package dev.bootcluster.primary;

import java.time.Duration;

import dev.bootcluster.ClusterException;
import dev.bootcluster.ClusterException.Reason;
import dev.bootcluster.WorkerState;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Stories of rolling restarts, pauses and scaling in trouble.
 */
class RollingRestartTests {

	private final SupervisedCluster cluster = SupervisedCluster.serving(2);

	private final SlotOrders orders = this.cluster.supervisor.orders();

	@Test
	void restartAllReplacesOneSlotAfterTheOther() {
		FakeProcess first = this.cluster.worker(1);
		FakeProcess second = this.cluster.worker(2);
		this.orders.restartAll();
		assertThat(this.cluster.launcher.of(2)).hasSize(1);
		this.cluster.ready(1);
		assertThat(this.cluster.launcher.of(2)).hasSize(1);
		this.cluster.drained(first);
		assertThat(this.cluster.launcher.of(2)).hasSize(2);
		assertThat(this.cluster.serves(second)).isTrue();
		this.cluster.ready(2);
		this.cluster.drained(second);
		assertThat(this.cluster.generations()).containsExactly(1, 1);
		this.orders.restart(1);
	}

	@Test
	void everythingElseIsAConflictDuringARollingRestart() {
		this.orders.restartAll();
		refused(this.orders::restartAll, "A rolling restart is running");
		refused(() -> this.cluster.supervisor.reloads().begin(false), "A rolling restart is running");
		refused(() -> this.orders.restart(2), "A rolling restart is running");
	}

	@Test
	void restartAllDuringAReloadIsAConflict() {
		this.cluster.reload();
		refused(this.orders::restartAll, "Reload 1 is running");
	}

	@Test
	void workerThatDoesNotStartStopsTheRollingRestartAndTheOldOneServes() {
		FakeProcess first = this.cluster.worker(1);
		this.orders.restartAll();
		this.cluster.crashes(1);
		this.cluster.after(Duration.ofHours(1));
		assertThat(this.cluster.serves(first)).isTrue();
		assertThat(this.cluster.launcher.launched).hasSize(3);
		this.orders.restart(2);
	}

	@Test
	void workerThatIsNotReadyInTimeStopsTheRollingRestart() {
		this.orders.restartAll();
		this.cluster.after(SupervisedCluster.BOOT_TIMEOUT);
		assertThat(this.cluster.launcher.launched).hasSize(3);
		assertThat(this.cluster.generations()).containsExactly(1, 1);
	}

	@Test
	void shutdownEndsARollingRestart() {
		FakeProcess first = this.cluster.worker(1);
		this.orders.restartAll();
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
		refused(() -> this.orders.stop(2), "last worker that serves");
	}

	@Test
	void pauseIsRefusedWhereWorkersAcceptForThemselves() {
		this.cluster.handoff.pausable = false;
		refused(() -> this.orders.pause(2), "needs round-robin");
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

	private static void refused(ThrowingCallable order, String message) {
		assertThatExceptionOfType(ClusterException.class).isThrownBy(order)
			.withMessageContaining(message)
			.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(Reason.CONFLICT));
	}

}
