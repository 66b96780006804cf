// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.supervision;

import java.time.Duration;
import java.util.List;

import dev.bootcluster.ClusterEvent;
import dev.bootcluster.ClusterEventType;
import dev.bootcluster.ClusterState;
import dev.bootcluster.primary.FakeProcess;
import dev.bootcluster.primary.SupervisedCluster;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Stories of slots whose workers keep dying.
 */
class CrashLoopTests {

	private final SupervisedCluster cluster = SupervisedCluster.serving(2);

	@Test
	void fiveExitsInABurstDegradeTheClusterAndLeaveHealthyWorkersAlone() {
		FakeProcess healthy = this.cluster.worker(2);
		diesWhenStarted(4);
		assertThat(this.cluster.info().state()).isEqualTo(ClusterState.STABLE);
		this.cluster.crashes(1);
		assertThat(this.cluster.info().state()).isEqualTo(ClusterState.DEGRADED);
		assertThat(this.cluster.info().reason()).isEqualTo("Slot 1 is in a crash loop, 5 exits within 1m00s; "
				+ "last exit: ended before it was ready with exit code 1");
		assertThat(this.cluster.serves(healthy)).isTrue();
		assertThat(this.cluster.launcher.of(2)).hasSize(1);
	}

	@Test
	void loopOfAPortThatWorkersCannotShareNamesTheWaysOut() {
		diesWhenStarted(4);
		this.cluster.worker(1).lastWords = List.of("Web server failed to start. Port 9090 was already in use.");
		this.cluster.crashes(1);
		assertThat(this.cluster.info().reason()).endsWith("port 9090 is in use, and workers cannot share one");
		assertThat(this.cluster.events.after(0)).filteredOn("type", ClusterEventType.CRASH_LOOP_STARTED)
			.singleElement()
			.extracting(ClusterEvent::detail)
			.asString()
			.contains("Only one process can listen on port 9090", "@OnLeader", "port 0");
	}

	@Test
	void slotInACrashLoopIsTriedEveryThirtySeconds() {
		diesWhenStarted(5);
		int launched = this.cluster.launcher.of(1).size();
		for (int i = 0; i < 120; i++) {
			this.cluster.afterSeconds(30);
			this.cluster.crashes(1);
		}
		assertThat(this.cluster.launcher.of(1)).hasSize(launched + 120);
		assertThat(this.cluster.info().state()).isEqualTo(ClusterState.DEGRADED);
	}

	@Test
	void clientsWaitForNobodyOnceEverySlotIsInACrashLoop() {
		diesWhenStarted(5);
		assertThat(this.cluster.handoff.hopeless).as("the other slot serves").isFalse();
		for (int i = 0; i < 5; i++) {
			this.cluster.crashes(2);
			this.cluster.afterSeconds(30);
		}
		this.cluster.crashes(1);
		assertThat(this.cluster.handoff.hopeless).isTrue();
		this.cluster.afterSeconds(30);
		this.cluster.ready(1);
		this.cluster.afterSeconds(10);
		assertThat(this.cluster.handoff.hopeless).isFalse();
	}

	@Test
	void workerThatServesForTenSecondsEndsABurst() {
		diesWhenStarted(5);
		this.cluster.afterSeconds(30);
		this.cluster.ready(1);
		this.cluster.after(Duration.ofMillis(9999));
		assertThat(this.cluster.info().state()).isEqualTo(ClusterState.DEGRADED);
		this.cluster.after(Duration.ofMillis(1));
		assertThat(this.cluster.info().state()).isEqualTo(ClusterState.STABLE);
		assertThat(this.cluster.info().reason()).isNull();
		int launched = this.cluster.launcher.of(1).size();
		this.cluster.crashes(1);
		assertThat(this.cluster.launcher.of(1)).as("replaced at once again").hasSize(launched + 1);
	}

	@Test
	void workerThatDiesBeforeItHasProvedItselfDoesNotEndTheLoop() {
		diesWhenStarted(5);
		this.cluster.afterSeconds(30);
		this.cluster.ready(1);
		this.cluster.afterSeconds(9);
		this.cluster.crashes(1);
		int launched = this.cluster.launcher.of(1).size();
		this.cluster.after(Duration.ofMillis(29_999));
		assertThat(this.cluster.launcher.of(1)).hasSize(launched);
		assertThat(this.cluster.info().state()).isEqualTo(ClusterState.DEGRADED);
	}

	@Test
	void workersThatAreSlowToFailAreACrashLoopAllTheSame() {
		for (int i = 0; i < 5; i++) {
			this.cluster.crashes(1);
			this.cluster.after(Duration.ofMinutes(2));
		}
		assertThat(this.cluster.info().state()).isEqualTo(ClusterState.DEGRADED);
	}

	@Test
	void workersThatServeForAWhileAndDieAgainAndAgainAreACrashLoop() {
		for (int i = 0; i < 9; i++) {
			this.cluster.crashes(1);
			this.cluster.ready(1);
			this.cluster.after(Duration.ofMinutes(2));
		}
		assertThat(this.cluster.info().state()).isEqualTo(ClusterState.STABLE);
		this.cluster.crashes(1);
		assertThat(this.cluster.info().state()).isEqualTo(ClusterState.DEGRADED);
		assertThat(this.cluster.info().reason()).isEqualTo(
				"Slot 1 is in a crash loop, 10 exits within 30m00s; last exit: ended unexpectedly with exit code 1");
		this.cluster.afterSeconds(30);
		this.cluster.ready(1);
		this.cluster.after(Duration.ofMinutes(3).minusMillis(1));
		assertThat(this.cluster.info().state()).isEqualTo(ClusterState.DEGRADED);
		this.cluster.after(Duration.ofMillis(1));
		assertThat(this.cluster.info().state()).isEqualTo(ClusterState.STABLE);
	}

	@Test
	void workersThatDieEveryFourMinutesAreReplacedAtOnceForEver() {
		for (int i = 0; i < 50; i++) {
			this.cluster.crashes(1);
			this.cluster.ready(1);
			this.cluster.after(Duration.ofMinutes(4));
		}
		assertThat(this.cluster.info().state()).isEqualTo(ClusterState.STABLE);
		assertThat(this.cluster.launcher.of(1)).hasSize(51);
	}

	@Test
	void successorsThatDoNotStartAreNoCrashLoopOfASlotThatIsServed() {
		FakeProcess serving = this.cluster.worker(1);
		for (int i = 0; i < 5; i++) {
			this.cluster.supervisor.orders().restart(1);
			this.cluster.loop.run();
			this.cluster.crashes(1);
		}
		assertThat(this.cluster.serves(serving)).isTrue();
		assertThat(this.cluster.info().state()).isEqualTo(ClusterState.STABLE);
	}

	@Test
	void slotThatIsStoppedIsNoCrashLoop() {
		diesWhenStarted(5);
		this.cluster.supervisor.orders().stop(1);
		assertThat(this.cluster.info().state()).isEqualTo(ClusterState.STABLE);
	}

	@Test
	void generationThatServesEndsTheLoopOfTheOneBefore() {
		diesWhenStarted(5);
		FakeProcess old = this.cluster.worker(2);
		this.cluster.reload();
		this.cluster.ready(1);
		this.cluster.ready(2);
		this.cluster.drained(old);
		assertThat(this.cluster.info().state()).isEqualTo(ClusterState.DEGRADED);
		this.cluster.afterSeconds(10);
		assertThat(this.cluster.info().state()).isEqualTo(ClusterState.STABLE);
		assertThat(this.cluster.generations()).containsExactly(2, 2);
	}

	/**
	 * The worker of slot 1 dies, and then every new one before it is ready.
	 */
	private void diesWhenStarted(int times) {
		this.cluster.crashes(1);
		for (int i = 1; i < times; i++) {
			this.cluster.crashes(1);
			this.cluster.afterSeconds((i < 4) ? 1L << (i - 1) : 0);
		}
	}

}
