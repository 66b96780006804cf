// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.reload;

import java.time.Duration;
import java.util.List;

import dev.bootcluster.ClusterEventType;
import dev.bootcluster.LingeringWorker;
import dev.bootcluster.ReloadState;
import dev.bootcluster.generation.ReloadSettings;
import dev.bootcluster.generation.Surge;
import dev.bootcluster.ipc.FromPrimary;
import dev.bootcluster.ipc.FromWorker;
import dev.bootcluster.primary.FakeProcess;
import dev.bootcluster.primary.FollowedReload;
import dev.bootcluster.primary.SupervisedCluster;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Stories of workers that live on for their sessions.
 */
class LingeringTests {

	private static final Duration PATIENCE = Duration.ofMinutes(30);

	private final SupervisedCluster cluster = SupervisedCluster.serving(2);

	private final FakeProcess first = this.cluster.worker(1);

	private final FakeProcess second = this.cluster.worker(2);

	@BeforeEach
	void bePatient() {
		this.cluster.generations.reload = new ReloadSettings(Surge.of("1"), SupervisedCluster.BOOT_TIMEOUT,
				Duration.ZERO, SupervisedCluster.DRAIN_TIMEOUT, Duration.ofHours(1), PATIENCE);
	}

	private FollowedReload reload() {
		FollowedReload reload = this.cluster.reload();
		this.cluster.ready(1);
		this.cluster.ready(2);
		assertThat(reload.info().state()).isEqualTo(ReloadState.SUCCEEDED);
		return reload;
	}

	private void says(FakeProcess worker, long sessions) {
		this.cluster.says(worker, new FromWorker.Sessions(sessions));
	}

	private boolean lingers(FakeProcess worker) {
		return this.cluster.handoff.lingering.contains(worker.identity.launch());
	}

	@Test
	void replacedWorkersLiveOnWhileNewOnesServe() {
		reload();
		assertThat(this.cluster.generations()).containsExactly(2, 2);
		assertThat(this.first.control.heard()).contains(new FromPrimary.Linger());
		assertThat(lingers(this.first)).isTrue();
		assertThat(this.cluster.drains(this.first)).isFalse();
		says(this.first, 7);
		this.cluster.says(this.first, new FromWorker.Heartbeat(3, 40, 0, 500, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
		this.cluster.after(Duration.ofMinutes(10));
		Duration uptime = Duration.ofMinutes(70);
		assertThat(this.cluster.info().lingering()).containsExactly(
				new LingeringWorker(1, this.first.pid(), 1, uptime, 3, 40, 500, 7, Duration.ofMinutes(20)),
				new LingeringWorker(2, this.second.pid(), 1, uptime, 0, 0, 0, -1, Duration.ofMinutes(20)));
		assertThat(this.cluster.events.after(0)).filteredOn("type", ClusterEventType.WORKER_LINGERING)
			.extracting("slot", "generation")
			.containsExactly(tuple(1, 1), tuple(2, 1));
	}

	@Test
	void workerWithoutSessionsDrains() {
		reload();
		says(this.first, 1);
		says(this.first, 0);
		assertThat(this.cluster.drains(this.first)).isTrue();
		assertThat(lingers(this.first)).isFalse();
		assertThat(this.cluster.info().lingering()).extracting(LingeringWorker::slot).containsExactly(2);
		this.cluster.drained(this.first);
		assertThat(this.cluster.launcher.of(1)).hasSize(2);
	}

	@Test
	void patienceEnds() {
		reload();
		says(this.first, 7);
		this.cluster.after(PATIENCE.minusSeconds(1));
		assertThat(this.cluster.drains(this.first)).isFalse();
		this.cluster.afterSeconds(1);
		assertThat(this.cluster.drains(this.first)).isTrue();
		assertThat(this.cluster.info().lingering()).isEmpty();
		this.cluster.drained(this.first);
		this.cluster.drained(this.second);
		assertThat(this.cluster.launcher.alive()).hasSize(2);
	}

	@Test
	void nextReloadEndsThoseOfTheReloadBefore() {
		reload();
		FakeProcess third = this.cluster.worker(1);
		FakeProcess fourth = this.cluster.worker(2);
		FollowedReload next = this.cluster.reload();
		assertThat(this.cluster.drains(this.first)).as("it may still fail").isFalse();
		this.cluster.ready(1);
		assertThat(this.cluster.drains(this.first)).isTrue();
		assertThat(this.cluster.drains(this.second)).isTrue();
		this.cluster.ready(2);
		assertThat(next.info().state()).isEqualTo(ReloadState.SUCCEEDED);
		assertThat(this.cluster.info().lingering()).extracting(LingeringWorker::pid)
			.containsExactly(third.pid(), fourth.pid());
	}

	@Test
	void failedReloadEndsNoneOfTheReloadBefore() {
		reload();
		this.cluster.reload();
		this.cluster.crashes(1);
		assertThat(this.cluster.info().lingering()).hasSize(2);
	}

	@Test
	void oneThatDiesIsNotReplaced() {
		reload();
		this.cluster.exits(this.first, 137);
		this.cluster.after(Duration.ofMinutes(1));
		assertThat(this.cluster.launcher.of(1)).hasSize(2);
		assertThat(this.cluster.generations()).containsExactly(2, 2);
		assertThat(this.cluster.info().lingering()).extracting(LingeringWorker::slot).containsExactly(2);
		assertThat(this.cluster.info().workers().get(0).restarts()).isZero();
	}

	@Test
	void oneThatIsAskedToEndDrains() {
		reload();
		this.cluster.says(this.first, new FromWorker.StopRequested("SIGTERM"));
		assertThat(this.cluster.drains(this.first)).isTrue();
		this.cluster.drained(this.first);
		this.cluster.after(Duration.ofMinutes(1));
		assertThat(this.cluster.launcher.of(1)).hasSize(2);
		assertThat(this.cluster.info().lingering()).extracting(LingeringWorker::slot).containsExactly(2);
	}

	@Test
	void withoutMemoryForASecondGenerationWorkersDrainAsUsual() {
		FromWorker.Heartbeat huge = new FromWorker.Heartbeat(0, 0, 0, 1L << 60, 0, 0, -1, -1, -1, 0, 0, 0, 0, 0);
		this.cluster.says(this.first, huge);
		this.cluster.reload();
		this.cluster.ready(1);
		assertThat(this.cluster.drains(this.first)).isTrue();
		assertThat(this.cluster.info().lingering()).isEmpty();
	}

	@Test
	void rollingRestartWaitsForNoSession() {
		this.cluster.supervisor.reloads().restart();
		this.cluster.loop.run();
		this.cluster.ready(1);
		assertThat(this.cluster.drains(this.first)).isTrue();
	}

	@Test
	void shutdownDrainsThemToo() {
		reload();
		this.cluster.shutDown();
		for (FakeProcess worker : List.copyOf(this.cluster.launcher.alive())) {
			this.cluster.drained(worker);
		}
		assertThat(this.cluster.ended()).isDone();
	}

	@Test
	void oneNeverLeads() {
		reload();
		this.cluster.says(this.cluster.worker(2), FromWorker.Heartbeat.NONE);
		assertThat(this.cluster.worker(1).control.heard())
			.anyMatch((message) -> message instanceof FromPrimary.Leader leader
					&& leader.pid() == this.cluster.worker(1).pid());
	}

}
