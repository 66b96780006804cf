// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.fleet;

import java.util.List;

import dev.bootcluster.ClusterEvent;
import dev.bootcluster.ClusterEventType;
import dev.bootcluster.ipc.FromPrimary;
import dev.bootcluster.ipc.FromWorker;
import dev.bootcluster.ipc.Wire;
import dev.bootcluster.primary.FakeProcess;
import dev.bootcluster.primary.SupervisedCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for {@link EventDelivery}.
 */
@ExtendWith(OutputCaptureExtension.class)
class EventDeliveryTests {

	@Test
	void everyConnectedWorkerHearsWhatHappensFromThenOnAlsoItself() {
		SupervisedCluster cluster = SupervisedCluster.booting(2);
		FakeProcess first = cluster.ready(1);
		FakeProcess second = cluster.worker(2);
		assertThat(heard(second)).isEmpty();
		cluster.ready(second);
		assertThat(heard(first)).extracting(ClusterEvent::type, ClusterEvent::slot)
			.containsExactly(tuple(ClusterEventType.WORKER_READY, 1), tuple(ClusterEventType.LEADER_CHANGED, 1),
					tuple(ClusterEventType.WORKER_READY, 2));
		assertThat(heard(second)).isEqualTo(cluster.events.after(4));
	}

	@Test
	void drainingWorkerStillHearsWhatHappens() {
		SupervisedCluster cluster = SupervisedCluster.serving(2);
		FakeProcess worker = cluster.worker(1);
		cluster.says(worker, new FromWorker.StopRequested("SIGTERM"));
		cluster.crashes(2);
		assertThat(heard(worker)).extracting(ClusterEvent::type)
			.endsWith(ClusterEventType.WORKER_DRAINING, ClusterEventType.LEADER_CHANGED, ClusterEventType.WORKER_EXITED,
					ClusterEventType.LEADER_CHANGED, ClusterEventType.WORKER_STARTING);
	}

	@Test
	void workerThatDoesNotReadLosesEventsAndNobodyElseDoes(CapturedOutput output) {
		SupervisedCluster cluster = SupervisedCluster.serving(3);
		FakeProcess stalled = cluster.worker(1);
		stalled.control.stalls(true);
		int heard = heard(stalled).size();
		cluster.crashes(3);
		cluster.ready(3);
		assertThat(heard(stalled)).hasSize(heard);
		assertThat(heard(cluster.worker(2))).extracting(ClusterEvent::id)
			.endsWith(cluster.events.after(0).get(cluster.events.after(0).size() - 1).id());
		assertThat(output.getOut().lines().filter((line) -> line.contains("does not read its messages")))
			.singleElement()
			.asString()
			.contains("Worker 1 (pid 1001, generation 1)");
		stalled.control.stalls(false);
		cluster.crashes(3);
		assertThat(heard(stalled)).hasSize(heard + 2);
		assertThat(output).containsOnlyOnce("reads its messages again; 3 events were dropped");
	}

	@Test
	void workerThatIsGoneIsForgottenWithWhatItLost(CapturedOutput output) {
		SupervisedCluster cluster = SupervisedCluster.serving(2);
		FakeProcess stalled = cluster.worker(1);
		stalled.control.stalls(true);
		cluster.crashes(2);
		cluster.exits(stalled, 1);
		cluster.ready(1);
		assertThat(output).contains("does not read its messages").doesNotContain("reads its messages again");
	}

	private static List<ClusterEvent> heard(FakeProcess worker) {
		return worker.control.heard()
			.stream()
			.filter(FromPrimary.Event.class::isInstance)
			.map((message) -> Wire.fromJson(((FromPrimary.Event) message).event(), ClusterEvent.class))
			.toList();
	}

}
