// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.collaboration;

import java.util.List;

import dev.bootcluster.ipc.CollaborationRequest;
import dev.bootcluster.ipc.FromPrimary;
import dev.bootcluster.ipc.FromPrimary.Shared;
import dev.bootcluster.ipc.FromWorker;
import dev.bootcluster.ipc.FromWorker.Computed;
import dev.bootcluster.ipc.FromWorker.Heartbeat;
import dev.bootcluster.ipc.SharedValueState;
import dev.bootcluster.ipc.Wire;
import dev.bootcluster.primary.FakeProcess;
import dev.bootcluster.primary.SupervisedCluster;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SharedValues}.
 */
class SharedValuesTests {

	private static final SharedValueState COMPUTE = new SharedValueState(null, true);

	private static final SharedValueState WAIT = new SharedValueState(null, false);

	private final SupervisedCluster cluster = SupervisedCluster.booting(3);

	@Test
	void firstToAskComputesAndTheOthersWaitForIt() {
		FakeProcess first = connected(1);
		FakeProcess second = connected(2);
		assertThat(asks(first)).isEqualTo(COMPUTE);
		assertThat(asks(second)).isEqualTo(WAIT);
		this.cluster.says(first, new Computed("users", "25"));
		assertThat(told(second)).containsExactly(new Shared("users", 1, "25"));
		assertThat(told(first)).containsExactly(new Shared("users", 1, "25"));
		assertThat(asks(connected(3))).isEqualTo(new SharedValueState(new Shared("users", 1, "25"), false));
	}

	@Test
	void computationOfAWorkerThatDiesOrFailsPassesOn() {
		FakeProcess first = connected(1);
		FakeProcess second = connected(2);
		FakeProcess third = connected(3);
		assertThat(asks(first)).isEqualTo(COMPUTE);
		this.cluster.exits(first, 1);
		assertThat(asks(second)).isEqualTo(COMPUTE);
		assertThat(asks(third)).isEqualTo(WAIT);
		this.cluster.says(second, new Computed("users", null));
		assertThat(asks(third)).isEqualTo(COMPUTE);
	}

	@Test
	void failureLeavesTheValueAsItIs() {
		FakeProcess first = connected(1);
		this.cluster.says(first, new Computed("users", "25"));
		this.cluster.says(first, new Computed("users", null));
		assertThat(asks(connected(2)).value()).isEqualTo(new Shared("users", 1, "25"));
	}

	@Test
	void everyValueHasAHigherVersion() {
		FakeProcess first = connected(1);
		this.cluster.says(first, new Computed("users", "25"));
		this.cluster.says(first, new Computed("users", "25"));
		this.cluster.says(first, new Computed("orders", "7"));
		assertThat(told(first)).containsExactly(new Shared("users", 1, "25"), new Shared("users", 2, "25"),
				new Shared("orders", 1, "7"));
	}

	@Test
	void workerThatDoesNotReadGetsOnlyTheNewestWhenItDoes() {
		FakeProcess first = connected(1);
		FakeProcess stalled = connected(2);
		stalled.control.stalls(true);
		for (int i = 1; i <= 1000; i++) {
			this.cluster.says(first, new Computed("users", Integer.toString(i)));
		}
		assertThat(told(stalled)).isEmpty();
		stalled.control.stalls(false);
		this.cluster.says(stalled, Heartbeat.NONE);
		this.cluster.says(stalled, Heartbeat.NONE);
		assertThat(told(stalled)).containsExactly(new Shared("users", 1000, "1000"));
	}

	@Test
	void moreValuesThanAnyApplicationHasAreRefused() {
		FakeProcess first = connected(1);
		for (int i = 0; i < SharedValues.MAX_VALUES; i++) {
			this.cluster.begins(first, new FromWorker.Call(i, new CollaborationRequest.AskValue("value-" + i)));
		}
		FromPrimary.Reply reply = this.cluster.asks(first, new CollaborationRequest.AskValue("one-more"));
		assertThat(reply.text()).contains("'one-more' exceeds the limit");
	}

	private FakeProcess connected(int slot) {
		FakeProcess worker = this.cluster.worker(slot);
		this.cluster.connects(worker);
		return worker;
	}

	private SharedValueState asks(FakeProcess worker) {
		return Wire.fromJson(this.cluster.asks(worker, new CollaborationRequest.AskValue("users")).result(),
				SharedValueState.class);
	}

	private static List<Shared> told(FakeProcess worker) {
		return worker.control.heard().stream().filter(Shared.class::isInstance).map(Shared.class::cast).toList();
	}

}
