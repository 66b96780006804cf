// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.fleet;

import java.util.List;

import dev.bootcluster.ClusterEvent;
import dev.bootcluster.ClusterEventType;
import dev.bootcluster.ipc.FromWorker;
import dev.bootcluster.primary.FakeProcess;
import dev.bootcluster.primary.FollowedReload;
import dev.bootcluster.primary.SupervisedCluster;
import dev.bootcluster.primary.collaboration.LeadershipTests;
import org.junit.jupiter.api.Test;

import static dev.bootcluster.ClusterEventType.CLUSTER_DEGRADED;
import static dev.bootcluster.ClusterEventType.CLUSTER_RECOVERED;
import static dev.bootcluster.ClusterEventType.CLUSTER_STOPPING;
import static dev.bootcluster.ClusterEventType.CRASH_LOOP_ENDED;
import static dev.bootcluster.ClusterEventType.CRASH_LOOP_STARTED;
import static dev.bootcluster.ClusterEventType.LEADER_CHANGED;
import static dev.bootcluster.ClusterEventType.RELOAD_FAILED;
import static dev.bootcluster.ClusterEventType.RELOAD_ROLLING_BACK;
import static dev.bootcluster.ClusterEventType.RELOAD_STARTED;
import static dev.bootcluster.ClusterEventType.RELOAD_SUCCEEDED;
import static dev.bootcluster.ClusterEventType.SCALED;
import static dev.bootcluster.ClusterEventType.SLOT_NOT_RESTORED;
import static dev.bootcluster.ClusterEventType.SLOT_WAITING;
import static dev.bootcluster.ClusterEventType.WORKER_DRAINING;
import static dev.bootcluster.ClusterEventType.WORKER_EXITED;
import static dev.bootcluster.ClusterEventType.WORKER_KILLED;
import static dev.bootcluster.ClusterEventType.WORKER_NOT_STARTED;
import static dev.bootcluster.ClusterEventType.WORKER_READY;
import static dev.bootcluster.ClusterEventType.WORKER_STARTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * What stories leave in the events, and with which causes.
 */
class EventStoryTests {

	private long known;

	@Test
	void firstStart() {
		SupervisedCluster cluster = SupervisedCluster.booting(1);
		cluster.afterSeconds(2);
		cluster.ready(1);
		assertThat(news(cluster)).extracting("type", "slot", "pid", "generation", "reload", "detail")
			.containsExactly(
					tuple(WORKER_STARTING, 1, 1001L, 1, 0,
							"Worker 1 (pid 1001, generation 1) starting: its slot has no worker yet"),
					tuple(WORKER_READY, 1, 1001L, 1, 0, "Worker 1 (pid 1001, generation 1) ready in 2.0s"));
	}

	@Test
	void crash() {
		SupervisedCluster cluster = serving(2);
		cluster.crashes(2);
		cluster.ready(2);
		assertThat(news(cluster)).extracting("type", "slot", "pid", "detail")
			.containsExactly(tuple(WORKER_EXITED, 2, 1002L,
					"Worker 2 (pid 1002, generation 1) ended unexpectedly with exit code 1; it last printed: last words of launch 2"),
					tuple(WORKER_STARTING, 2, 1003L,
							"Worker 2 (pid 1003, generation 1) starting: the previous worker ended unexpectedly with exit code 1"),
					tuple(WORKER_READY, 2, 1003L, "Worker 2 (pid 1003, generation 1) ready in 0.0s"));
	}

	@Test
	void slotThatKeepsFailingDegradesTheClusterOnceAndRecovers() {
		SupervisedCluster cluster = serving(2);
		keepsFailing(cluster);
		cluster.afterSeconds(30);
		cluster.ready(1);
		cluster.afterSeconds(60);
		List<ClusterEvent> news = news(cluster);
		assertThat(types(news)).containsExactly(WORKER_EXITED, WORKER_STARTING, WORKER_EXITED, SLOT_WAITING,
				WORKER_STARTING, WORKER_EXITED, SLOT_WAITING, WORKER_STARTING, WORKER_EXITED, SLOT_WAITING,
				WORKER_STARTING, WORKER_EXITED, CRASH_LOOP_STARTED, CLUSTER_DEGRADED, WORKER_STARTING, WORKER_READY,
				CRASH_LOOP_ENDED, CLUSTER_RECOVERED);
		assertThat(news.get(3)).returns(1, ClusterEvent::slot)
			.returns("Slot 1 failed 2 times in a row, next worker in 1.0s", ClusterEvent::detail);
		assertThat(news.get(13).detail())
			.isEqualTo("Cluster is degraded: Slot 1 is in a crash loop, 5 exits within 1m00s; last exit: ended before "
					+ "it was ready with exit code 1");
		assertThat(news.get(17).detail()).isEqualTo("Cluster has recovered: no slot keeps failing any more");
	}

	@Test
	void reloadThatBringsAGoodVersionLetsADegradedClusterRecover() {
		SupervisedCluster cluster = degraded();
		FollowedReload reload = cluster.reload();
		cluster.ready(1);
		cluster.ready(2);
		cluster.drained(cluster.launcher.of(2).get(0));
		assertThat(reload.isRunning()).isFalse();
		assertThat(types(news(cluster))).endsWith(RELOAD_SUCCEEDED);
		cluster.afterSeconds(60);
		assertThat(types(news(cluster))).containsExactly(CRASH_LOOP_ENDED, CLUSTER_RECOVERED);
	}

	@Test
	void degradedClusterRecoversWhenItsFailingSlotIsStopped() {
		SupervisedCluster cluster = degraded();
		cluster.supervisor.orders().stop(1);
		assertThat(types(news(cluster))).endsWith(CLUSTER_RECOVERED);
	}

	@Test
	void degradedClusterThatEndsDoesNotRecoverFirst() {
		SupervisedCluster cluster = degraded();
		cluster.shutDown();
		cluster.drained(cluster.worker(2));
		assertThat(types(news(cluster))).contains(CLUSTER_STOPPING).doesNotContain(CLUSTER_RECOVERED, CLUSTER_DEGRADED);
	}

	@Test
	void workerThatIsNotReadyInTime() {
		SupervisedCluster cluster = serving(1);
		cluster.crashes(1);
		news(cluster);
		cluster.after(SupervisedCluster.BOOT_TIMEOUT);
		assertThat(news(cluster)).extracting("type", "detail")
			.startsWith(
					tuple(WORKER_KILLED,
							"Worker 1 (pid 1002, generation 1) is being killed: it was not ready within 2m00s"),
					tuple(WORKER_EXITED,
							"Worker 1 (pid 1002, generation 1) ended by SIGKILL: it was not ready within 2m00s; it last printed: last words of launch 2"));
	}

	@Test
	void processThatCannotBeStarted() {
		SupervisedCluster cluster = serving(1);
		cluster.launcher.broken = true;
		cluster.crashes(1);
		assertThat(news(cluster)).extracting("type", "slot", "pid", "detail")
			.contains(tuple(WORKER_NOT_STARTED, 1, 0L,
					"Worker 1 (generation 1) cannot be started: Cannot allocate memory"));
	}

	@Test
	void firstGenerationOfWhichNothingStarts() {
		SupervisedCluster cluster = SupervisedCluster.booting(1);
		cluster.crashes(1);
		assertThat(news(cluster)).extracting("type", "detail")
			.endsWith(tuple(CLUSTER_STOPPING, "Cluster is stopping: no worker could start"));
	}

	@Test
	void sigtermOnAWorker() {
		SupervisedCluster cluster = serving(2);
		FakeProcess worker = cluster.worker(1);
		cluster.says(worker, new FromWorker.StopRequested("SIGTERM"));
		cluster.exits(worker, 143);
		cluster.afterSeconds(1);
		assertThat(news(cluster)).extracting("type", "detail")
			.containsExactly(tuple(WORKER_DRAINING, "Worker 1 (pid 1001, generation 1) draining: it received SIGTERM"),
					tuple(WORKER_EXITED, "Worker 1 (pid 1001, generation 1) ended by SIGTERM: it received SIGTERM"),
					tuple(WORKER_STARTING,
							"Worker 1 (pid 1003, generation 1) starting: to replace Worker 1 (pid 1001, generation 1)"));
	}

	@Test
	void reload() {
		SupervisedCluster cluster = serving(1);
		cluster.reload();
		cluster.ready(1);
		cluster.drained(cluster.launcher.of(1).get(0));
		assertThat(news(cluster)).extracting("type", "generation", "reload", "detail")
			.containsExactly(tuple(RELOAD_STARTED, 2, 1, "Reload 1: generation 2 replaces generation 1"),
					tuple(WORKER_STARTING, 2, 1,
							"Worker 1 (pid 1002, generation 2) starting: a reload to generation 2"),
					tuple(WORKER_READY, 2, 1, "Worker 1 (pid 1002, generation 2) ready in 0.0s"),
					tuple(WORKER_DRAINING, 1, 1,
							"Worker 1 (pid 1001, generation 1) draining: replaced by Worker 1 (pid 1002, generation 2)"),
					tuple(WORKER_EXITED, 1, 1,
							"Worker 1 (pid 1001, generation 1) ended with exit code 0: replaced by Worker 1 (pid 1002, generation 2)"),
					tuple(RELOAD_SUCCEEDED, 2, 1, "Reload 1 succeeded: generation 2 serves"));
	}

	@Test
	void dryRun() {
		SupervisedCluster cluster = serving(1);
		cluster.supervisor.reloads().begin(true);
		cluster.loop.run();
		cluster.ready(0);
		assertThat(news(cluster)).extracting("type", "slot", "detail")
			.startsWith(tuple(RELOAD_STARTED, 0, "Reload 1: trying generation 2 while generation 1 serves"),
					tuple(WORKER_STARTING, 0, "Worker 0 (pid 1002, generation 2) starting: to try its generation"));
	}

	@Test
	void reloadThatIsRolledBack() {
		SupervisedCluster cluster = serving(2);
		cluster.reload();
		cluster.ready(1);
		cluster.drained(cluster.launcher.of(1).get(0));
		news(cluster);
		cluster.crashes(2);
		cluster.ready(1);
		List<ClusterEvent> news = news(cluster);
		assertThat(types(news)).containsExactly(WORKER_EXITED, RELOAD_ROLLING_BACK, WORKER_STARTING, WORKER_READY,
				WORKER_DRAINING, RELOAD_FAILED);
		assertThat(news).allMatch((event) -> event.reload() == 1);
		String why = "Worker 2 (pid 1004, generation 2) ended before it was ready with exit code 1";
		assertThat(news.get(1)).returns("Reload 1 is being rolled back to generation 1: " + why, ClusterEvent::detail);
		assertThat(news.get(2)).returns(
				"Worker 1 (pid 1005, generation 1) starting: to replace Worker 1 (pid 1003, generation 2)",
				ClusterEvent::detail);
		assertThat(news.get(5)).returns(1, ClusterEvent::generation)
			.returns("Reload 1 failed, generation 1 serves: " + why, ClusterEvent::detail);
	}

	@Test
	void slotThatCannotGoBack() {
		SupervisedCluster cluster = serving(2);
		cluster.reload();
		cluster.ready(1);
		cluster.drained(cluster.launcher.of(1).get(0));
		cluster.crashes(2);
		cluster.crashes(1);
		assertThat(news(cluster)).extracting("type", "slot", "detail")
			.contains(tuple(SLOT_NOT_RESTORED, 1, "Slot 1 cannot go back to generation 1 now"));
	}

	@Test
	void scaling() {
		SupervisedCluster cluster = serving(1);
		cluster.supervisor.orders().scale("2");
		cluster.ready(2);
		cluster.supervisor.orders().scale("1");
		assertThat(news(cluster)).extracting("type", "slot", "detail")
			.containsExactly(tuple(SCALED, 0, "Cluster is being scaled from 1 to 2 workers on request"),
					tuple(WORKER_STARTING, 2, "Worker 2 (pid 1002, generation 1) starting: its slot has no worker yet"),
					tuple(WORKER_READY, 2, "Worker 2 (pid 1002, generation 1) ready in 0.0s"),
					tuple(SCALED, 0, "Cluster is being scaled from 2 to 1 workers on request"),
					tuple(WORKER_DRAINING, 2, "Worker 2 (pid 1002, generation 1) draining: scaled down to 1"));
	}

	@Test
	void shutDown() {
		SupervisedCluster cluster = serving(1);
		cluster.shutDown();
		cluster.shutDown();
		cluster.drained(cluster.worker(1));
		assertThat(news(cluster)).extracting("type", "detail")
			.containsExactly(tuple(CLUSTER_STOPPING, "Cluster is stopping: the test ends"),
					tuple(WORKER_DRAINING, "Worker 1 (pid 1001, generation 1) draining: the test ends"),
					tuple(WORKER_EXITED, "Worker 1 (pid 1001, generation 1) ended with exit code 0: the test ends"));
	}

	private SupervisedCluster serving(int workers) {
		SupervisedCluster cluster = SupervisedCluster.serving(workers);
		news(cluster);
		return cluster;
	}

	private SupervisedCluster degraded() {
		SupervisedCluster cluster = SupervisedCluster.serving(2);
		keepsFailing(cluster);
		assertThat(types(news(cluster))).endsWith(CLUSTER_DEGRADED);
		return cluster;
	}

	private static void keepsFailing(SupervisedCluster cluster) {
		cluster.crashes(1);
		for (int seconds : new int[] { 1, 2, 4 }) {
			cluster.crashes(1);
			cluster.afterSeconds(seconds);
		}
		cluster.crashes(1);
	}

	/**
	 * Without changes of the leader, which {@link LeadershipTests} cover.
	 */
	private List<ClusterEvent> news(SupervisedCluster cluster) {
		List<ClusterEvent> news = cluster.events.after(this.known);
		this.known += news.size();
		return news.stream().filter((event) -> event.type() != LEADER_CHANGED).toList();
	}

	private static List<ClusterEventType> types(List<ClusterEvent> events) {
		return events.stream().map(ClusterEvent::type).toList();
	}

}
