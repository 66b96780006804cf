// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.fleet;

import dev.bootcluster.ExitCause;
import dev.bootcluster.WorkerExit;
import dev.bootcluster.WorkerState;
import dev.bootcluster.ipc.ClusterRequest;
import dev.bootcluster.ipc.FromPrimary;
import dev.bootcluster.ipc.FromWorker;
import dev.bootcluster.primary.FakeProcess;
import dev.bootcluster.primary.SupervisedCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Stories of messages that go wrong.
 */
@ExtendWith(OutputCaptureExtension.class)
class ControlDeskTests {

	private final SupervisedCluster cluster = SupervisedCluster.serving(2);

	private final FakeProcess first = this.cluster.worker(1);

	@Test
	void requestThatEndsInAnErrorIsRefusedAndTheNextOneIsAnswered(CapturedOutput output) {
		this.cluster.asks(this.first, new ClusterRequest.Pause(2));
		this.cluster.handoff.failure = new NoClassDefFoundError("a class");
		FromPrimary.Reply reply = this.cluster.asks(this.first, new ClusterRequest.Resume(2));
		assertThat(reply.refusal()).isEqualTo("UNAVAILABLE");
		assertThat(reply.text()).isEqualTo("The primary failed: java.lang.NoClassDefFoundError: a class");
		assertThat(output).containsOnlyOnce("Could not answer request Resume from Worker 1 (pid 1001, generation 1)");
		this.cluster.handoff.failure = null;
		assertThat(this.cluster.asks(this.first, new ClusterRequest.Info()).refusal()).isNull();
		assertThat(this.first.control.isClosed()).isFalse();
	}

	@Test
	void messageThatEndsInAnErrorCostsNobodyTheChannel(CapturedOutput output) {
		this.cluster.crashes(2);
		this.cluster.handoff.failure = new NoClassDefFoundError("a class");
		FakeProcess second = this.cluster.ready(2);
		assertThat(output).containsOnlyOnce("Purposes failed to handle 'ready' for Worker 2 (pid 1003, generation 1)");
		assertThat(second.control.isClosed()).isFalse();
		this.cluster.says(second, new FromWorker.Heartbeat(7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
		assertThat(this.cluster.asks(this.first, new ClusterRequest.Info()).refusal()).isNull();
	}

	@Test
	void listenerThatFailsCostsItsMessageAndOneLine(CapturedOutput output) {
		this.cluster.supervisor.desk().on(FromWorker.Taken.class, (worker, taken) -> {
			throw new StackOverflowError();
		});
		this.cluster.says(this.first, new FromWorker.Taken(1));
		assertThat(output).containsOnlyOnce("Could not handle message Taken from Worker 1 (pid 1001, generation 1)");
		assertThat(this.cluster.asks(this.first, new ClusterRequest.Info()).refusal()).isNull();
	}

	@Test
	void workerThatCannotBeUnderstoodIsSaidToBeThat() {
		this.first.control.babbles();
		this.cluster.disconnects(this.first);
		assertThat(this.cluster.serves(this.first)).isFalse();
		this.cluster.exits(this.first, 0);
		WorkerExit exit = this.cluster.info().workers().get(0).lastExit();
		assertThat(exit.cause()).isEqualTo(ExitCause.UNRESPONSIVE);
		assertThat(exit.reason()).startsWith("ended with exit code 0: its messages cannot be understood: ");
		this.cluster.ready(1);
		assertThat(this.cluster.info().workers().get(0).state()).isEqualTo(WorkerState.READY);
	}

}
