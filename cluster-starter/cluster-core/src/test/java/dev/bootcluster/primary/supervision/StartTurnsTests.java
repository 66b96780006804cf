// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.supervision;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import dev.bootcluster.ClusterEvent;
import dev.bootcluster.ClusterEventType;
import dev.bootcluster.WorkerInfo;
import dev.bootcluster.ipc.FromWorker;
import dev.bootcluster.primary.FakeProcess;
import dev.bootcluster.primary.SupervisedCluster;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Stories of more slots that lose their workers than four processors can start at a time,
 * which are three.
 */
class StartTurnsTests {

	private static final int SLOTS = 8;

	private static final ClusterEventType EXITED = ClusterEventType.WORKER_EXITED;

	private final SupervisedCluster cluster = SupervisedCluster.serving(SLOTS);

	@Test
	void asManyWorkersStartAtATimeAsKeepTheProcessorsBusy() {
		allCrash();
		assertThat(started()).containsExactly(1, 2, 3);
		this.cluster.ready(2);
		assertThat(started()).containsExactly(1, 2, 3, 4);
		assertThat(this.cluster.serves(this.cluster.worker(2))).isTrue();
	}

	@Test
	void workerThatEndsBeforeItIsReadyGivesItsTurnAway() {
		allCrash();
		this.cluster.crashes(3);
		assertThat(started()).containsExactly(1, 2, 3, 4);
	}

	@Test
	void workersThatTakeLongAreNotWaitedFor() {
		allCrash();
		this.cluster.after(StartTurns.LONGEST.minusMillis(1));
		assertThat(started()).containsExactly(1, 2, 3);
		this.cluster.after(Duration.ofMillis(1));
		assertThat(started()).containsExactly(1, 2, 3, 4, 5, 6);
		this.cluster.after(StartTurns.LONGEST);
		assertThat(started()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
	}

	@Test
	void workersThatAreAskedToEndAreSucceededInTurnToo() {
		List<FakeProcess> asked = IntStream.rangeClosed(1, SLOTS).mapToObj(this.cluster::worker).toList();
		asked.forEach((worker) -> this.cluster.says(worker, new FromWorker.StopRequested("SIGTERM")));
		this.cluster.afterSeconds(1);
		assertThat(started()).containsExactly(1, 2, 3);
		asked.forEach(this.cluster::drained);
		assertThat(started()).containsExactly(1, 2, 3);
		IntStream.rangeClosed(1, SLOTS).forEach(this.cluster::ready);
		assertThat(started()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
		assertThat(this.cluster.generations()).containsOnly(1);
	}

	@Test
	void workersOfTheFirstGenerationStartInTurn() {
		SupervisedCluster booting = SupervisedCluster.booting(SLOTS);
		assertThat(booting.launcher.alive()).hasSize(3);
		IntStream.rangeClosed(1, SLOTS).forEach(booting::ready);
		assertThat(booting.generations()).containsOnly(1).hasSize(SLOTS);
	}

	@Test
	void sparesComeLast() {
		SupervisedCluster spared = SupervisedCluster.serving(5, 1);
		IntStream.rangeClosed(1, 3).forEach(spared::crashes);
		spared.crashes(1);
		spared.crashes(4);
		spared.afterSeconds(1);
		assertThat(spared.info().workers()).filteredOn(WorkerInfo::spare).extracting("slot").containsExactly(1);
		spared.crashes(6);
		spared.ready(2);
		assertThat(spared.launcher.of(6)).hasSize(2);
		assertThat(spared.launcher.of(1)).hasSize(2);
		spared.ready(3);
		assertThat(spared.launcher.of(1)).hasSize(3);
	}

	@Test
	void slotThatIsNoLongerWantedLosesItsTurn() {
		allCrash();
		this.cluster.ready(1);
		this.cluster.supervisor.orders().scale("6");
		this.cluster.loop.run();
		IntStream.rangeClosed(2, 6).forEach(this.cluster::ready);
		assertThat(started()).containsExactly(1, 2, 3, 4, 5, 6);
	}

	@Test
	void nothingStartsOnceTheClusterStops() {
		allCrash();
		this.cluster.shutDown();
		IntStream.rangeClosed(1, 3).forEach(this.cluster::crashes);
		this.cluster.afterSeconds(60);
		assertThat(started()).containsExactly(1, 2, 3);
		assertThat(this.cluster.ended()).isCompleted();
	}

	@Test
	void waitHidesNoCrashLoop() {
		allCrash();
		for (int i = 0; i < 40; i++) {
			this.cluster.afterSeconds(9);
			this.cluster.launcher.alive().forEach((worker) -> this.cluster.exits(worker, 1));
		}
		for (int slot = 1; slot <= SLOTS; slot++) {
			int number = slot;
			assertThat(this.cluster.events.after(0)).filteredOn((event) -> event.slot() == number)
				.extracting(ClusterEvent::type)
				.filteredOn((type) -> type == EXITED || type == ClusterEventType.CRASH_LOOP_STARTED)
				.startsWith(EXITED, EXITED, EXITED, EXITED, EXITED, ClusterEventType.CRASH_LOOP_STARTED);
		}
	}

	@Test
	void orderToStartASlotLeavesItItsTurn() {
		FakeProcess leaving = this.cluster.worker(5);
		IntStream.rangeClosed(1, 3).forEach(this.cluster::crashes);
		this.cluster.says(leaving, new FromWorker.StopRequested("SIGTERM"));
		this.cluster.afterSeconds(1);
		this.cluster.crashes(6);
		this.cluster.supervisor.orders().start(5);
		this.cluster.ready(1);
		assertThat(started()).containsExactly(1, 2, 3, 5);
		this.cluster.supervisor.orders().start(6);
		this.cluster.ready(2);
		assertThat(started()).containsExactly(1, 2, 3, 5, 6);
	}

	private void allCrash() {
		IntStream.rangeClosed(1, SLOTS).forEach(this.cluster::crashes);
	}

	/**
	 * Return the slots whose workers are not the first ones.
	 */
	private List<Integer> started() {
		return IntStream.rangeClosed(1, SLOTS)
			.filter((slot) -> this.cluster.launcher.of(slot).size() > 1)
			.boxed()
			.toList();
	}

}
