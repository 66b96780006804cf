// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.supervision;

import java.time.Duration;
import java.util.List;

import dev.bootcluster.ClusterEvent;
import dev.bootcluster.ClusterEventType;
import dev.bootcluster.ClusterException;
import dev.bootcluster.ClusterState;
import dev.bootcluster.ExitCause;
import dev.bootcluster.WorkerInfo;
import dev.bootcluster.generation.ReloadSettings;
import dev.bootcluster.generation.Surge;
import dev.bootcluster.generation.WorkerLimits;
import dev.bootcluster.ipc.FromWorker;
import dev.bootcluster.primary.FakeProcess;
import dev.bootcluster.primary.FollowedReload;
import dev.bootcluster.primary.SupervisedCluster;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Stories of two serving workers and a spare.
 */
class SparesTests {

	private final SupervisedCluster cluster = SupervisedCluster.serving(2, 1);

	private final FakeProcess first = this.cluster.worker(1);

	private final FakeProcess spare = this.cluster.worker(3);

	@Test
	void spareStartsWhenTheOthersServe() {
		SupervisedCluster booting = SupervisedCluster.booting(2, 1);
		booting.ready(1);
		assertThat(booting.launcher.of(3)).isEmpty();
		booting.ready(2);
		assertThat(booting.launcher.of(3)).hasSize(1);
		assertThat(booting.serves(booting.ready(3))).isFalse();
		assertThat(spareSlots(booting)).containsExactly(3);
	}

	@Test
	void firstGenerationThatDoesNotStartEndsTheClusterWhateverWaits() {
		SupervisedCluster booting = SupervisedCluster.booting(1, 1);
		booting.crashes(1);
		assertThat(booting.ended()).isCompletedExceptionally();
		assertThat(booting.launcher.of(2)).isEmpty();
	}

	@Test
	void spareTakesThePlaceOfAWorkerThatDiesAtOnceAndThatSlotWaitsFromThenOn() {
		this.cluster.crashes(1);
		assertThat(this.cluster.serves(this.spare)).isTrue();
		assertThat(spareSlots(this.cluster)).containsExactly(1);
		assertThat(promotions()).singleElement().satisfies((event) -> {
			assertThat(event.slot()).isEqualTo(3);
			assertThat(event.detail()).contains("in place of slot 1");
		});
		this.cluster.after(Duration.ofMinutes(1));
		assertThat(this.cluster.serves(this.cluster.ready(1))).isFalse();
		assertThat(this.cluster.info().workers().get(0).restarts()).isOne();
		this.cluster.crashes(2);
		assertThat(this.cluster.serves(this.cluster.worker(1))).isTrue();
		assertThat(spareSlots(this.cluster)).containsExactly(2);
	}

	@Test
	void spareDoesNotWaitForTheExitOfAWorkerThatClosedItsChannel() {
		this.cluster.disconnects(this.first);
		assertThat(this.cluster.serves(this.spare)).isTrue();
		this.cluster.crashes(1);
		assertThat(promotions()).hasSize(1);
	}

	@Test
	void spareServesWhileAWorkerThatItsApplicationEndsDrains() {
		this.cluster.says(this.first, new FromWorker.Leaving("its own application ended it"));
		assertThat(this.cluster.drains(this.first)).isTrue();
		assertThat(this.cluster.serves(this.spare)).isTrue();
		this.cluster.after(Duration.ofSeconds(20));
		assertThat(this.cluster.serves(this.cluster.ready(1))).isFalse();
	}

	@Test
	void recycledWorkerDrainsAtOnce() {
		this.cluster.generations.limits = new WorkerLimits(0, 1000, Duration.ZERO, Duration.ofMinutes(1));
		this.cluster.says(this.first, new FromWorker.Heartbeat(0, 2000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
		assertThat(this.cluster.serves(this.spare)).isTrue();
		this.cluster.drained(this.first);
		assertThat(this.cluster.info().workers().get(0).lastExit().cause()).isEqualTo(ExitCause.RECYCLED);
		assertThat(this.cluster.launcher.of(1)).hasSize(2);
	}

	@Test
	void spareThatDiesIsStartedAgainAndReplacesNobodyMeanwhile() {
		this.cluster.crashes(3);
		this.cluster.crashes(1);
		assertThat(promotions()).isEmpty();
		this.cluster.after(Duration.ofMinutes(1));
		assertThat(this.cluster.serves(this.cluster.ready(1))).isTrue();
		assertThat(this.cluster.serves(this.cluster.ready(3))).isFalse();
		assertThat(this.cluster.info().state()).isEqualTo(ClusterState.STABLE);
	}

	@Test
	void reloadBringsTheSpareLast() {
		List<FakeProcess> old = List.of(this.first, this.cluster.worker(2), this.spare);
		FollowedReload reload = this.cluster.reload();
		for (int slot = 1; slot <= 3; slot++) {
			assertThat(reload.isRunning()).isTrue();
			this.cluster.ready(slot);
			this.cluster.drained(old.get(slot - 1));
		}
		assertThat(reload.isRunning()).isFalse();
		assertThat(this.cluster.generations()).containsExactly(2, 2, 0);
		assertThat(spareSlots(this.cluster)).containsExactly(3);
		this.cluster.crashes(2);
		assertThat(this.cluster.serves(this.cluster.worker(3))).isTrue();
	}

	@Test
	void oldSpareReplacesAnOldWorkerDuringAReloadAndThenItsSuccessorServes() {
		FollowedReload reload = this.cluster.reload();
		this.cluster.crashes(2);
		assertThat(this.cluster.serves(this.spare)).isTrue();
		assertThat(spareSlots(this.cluster)).containsExactly(2);
		assertThat(reload.isRunning()).isTrue();
	}

	@Test
	void slotWhoseNewWorkerProvesItselfNeedsNoSpare() {
		this.cluster.generations.reload = new ReloadSettings(Surge.of("1"), Duration.ofMinutes(1),
				Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofHours(1));
		this.cluster.reload();
		this.cluster.ready(1);
		this.cluster.exits(this.first, 1);
		assertThat(promotions()).isEmpty();
	}

	@Test
	void stoppedWorkerIsNotReplaced() {
		this.cluster.supervisor.orders().stop(1);
		this.cluster.loop.run();
		this.cluster.drained(this.first);
		assertThat(promotions()).isEmpty();
	}

	@Test
	void spareThatClosedItsChannelReplacesNobody() {
		this.cluster.disconnects(this.spare);
		this.cluster.crashes(1);
		assertThat(promotions()).isEmpty();
	}

	@Test
	void spareStartsToWaitWhenTheSlotThatDoesNotStartIsGivenUp() {
		SupervisedCluster booting = SupervisedCluster.booting(2, 1);
		booting.ready(1);
		booting.crashes(2);
		assertThat(booting.launcher.of(3)).isEmpty();
		booting.supervisor.orders().scale("1");
		booting.loop.run();
		assertThat(booting.launcher.of(3)).hasSize(1);
	}

	@Test
	void pausingASpareIsRefused() {
		assertThatExceptionOfType(ClusterException.class).isThrownBy(() -> this.cluster.supervisor.orders().pause(3))
			.withMessage("Slot 3 is a spare and gets no connections");
	}

	@Test
	void scalingChangesTheNumberOfWorkersThatServe() {
		this.cluster.crashes(1);
		this.cluster.supervisor.orders().scale("3");
		this.cluster.loop.run();
		assertThat(this.cluster.serves(this.cluster.ready(4))).isTrue();
		assertThat(spareSlots(this.cluster)).containsExactly(1);
		this.cluster.supervisor.orders().scale("1");
		this.cluster.loop.run();
		assertThat(this.cluster.info().workers()).extracting(WorkerInfo::slot).containsExactly(1, 2);
		assertThat(this.cluster.serves(this.cluster.worker(2))).isTrue();
	}

	private List<ClusterEvent> promotions() {
		return this.cluster.events.after(0)
			.stream()
			.filter((event) -> event.type() == ClusterEventType.WORKER_PROMOTED)
			.toList();
	}

	private static List<Integer> spareSlots(SupervisedCluster cluster) {
		return cluster.info().workers().stream().filter(WorkerInfo::spare).map(WorkerInfo::slot).toList();
	}

}
