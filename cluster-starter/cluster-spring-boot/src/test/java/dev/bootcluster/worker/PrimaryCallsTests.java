// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

import dev.bootcluster.ClusterEvent;
import dev.bootcluster.ClusterEventType;
import dev.bootcluster.ClusterException;
import dev.bootcluster.ClusterException.Reason;
import dev.bootcluster.ClusterRole;
import dev.bootcluster.ReloadInfo;
import dev.bootcluster.ReloadInfo.Kind;
import dev.bootcluster.ReloadState;
import dev.bootcluster.ipc.ClusterRequest;
import dev.bootcluster.ipc.CollaborationRequest;
import dev.bootcluster.ipc.FromPrimary;
import dev.bootcluster.ipc.FromWorker;
import dev.bootcluster.ipc.Wire;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link PrimaryCalls} and {@link WorkerCluster}.
 */
class PrimaryCallsTests {

	private final List<FromWorker.Call> asked = new ArrayList<>();

	@Test
	void answerReachesTheCallItBelongsTo() {
		PrimaryCalls calls = calls((call) -> new FromPrimary.Reply(call.id(), null, null,
				Wire.toJson(((CollaborationRequest.Claim) call.request()).job().equals("a"))));
		assertThat(calls.ask(new CollaborationRequest.Claim("a", 1))).isTrue();
		assertThat(calls.ask(new CollaborationRequest.Claim("b", 1))).isFalse();
		assertThat(this.asked).extracting("id").doesNotHaveDuplicates();
	}

	@Test
	void answerToNobodyIsIgnored() {
		PrimaryCalls[] calls = new PrimaryCalls[1];
		calls[0] = new PrimaryCalls((message) -> {
			long id = ((FromWorker.Call) message).id();
			calls[0].answered(new FromPrimary.Reply(id + 1, "INVALID", "for somebody else", null));
			calls[0].answered(new FromPrimary.Reply(id, null, null, Wire.toJson(true)));
			calls[0].answered(new FromPrimary.Reply(id, null, null, Wire.toJson(false)));
		});
		assertThat(calls[0].ask(new CollaborationRequest.Claim("a", 1))).isTrue();
	}

	@Test
	void refusalIsThrownAsThePrimaryMeantIt() {
		PrimaryCalls calls = calls((call) -> new FromPrimary.Reply(call.id(), "NOT_FOUND", "There is no slot 9", null));
		assertThatExceptionOfType(ClusterException.class).isThrownBy(() -> calls.ask(new ClusterRequest.Stop(9)))
			.withMessage("There is no slot 9")
			.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(Reason.NOT_FOUND));
	}

	@Test
	void interruptedCallIsUnavailableAndTheThreadStaysInterrupted() {
		PrimaryCalls calls = new PrimaryCalls((message) -> Thread.currentThread().interrupt());
		assertThatExceptionOfType(ClusterException.class).isThrownBy(() -> calls.ask(new ClusterRequest.Info()))
			.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(Reason.UNAVAILABLE));
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void ordersOfAWorkerGoToThePrimary() {
		WorkerCluster cluster = new WorkerCluster(calls((call) -> new FromPrimary.Reply(call.id(), null, null, null)));
		cluster.restart(1);
		cluster.stop(2);
		cluster.start(3);
		cluster.scale("50%");
		assertThat(this.asked).extracting("request")
			.containsExactly(new ClusterRequest.Restart(1), new ClusterRequest.Stop(2), new ClusterRequest.Start(3),
					new ClusterRequest.Scale("50%"));
		assertThat(cluster.role()).isEqualTo(ClusterRole.WORKER);
	}

	@Test
	void answersOfThePrimaryAreRead() {
		ReloadInfo reload = new ReloadInfo(1, Kind.RELOAD, ReloadState.FAILED, 2, false, List.of(1), "why",
				List.of("log"));
		WorkerCluster cluster = new WorkerCluster(
				calls((call) -> new FromPrimary.Reply(call.id(), null, null, Wire.toJson(reload))));
		assertThat(cluster.reload()).isEqualTo(reload);
		assertThat(cluster.lastReload()).contains(reload);
	}

	@Test
	void eventsAreAskedForByTheLastKnown() {
		ClusterEvent event = new ClusterEvent(8, Instant.EPOCH, ClusterEventType.SCALED, 0, 0, 0, 0, "scaled");
		WorkerCluster cluster = new WorkerCluster(
				calls((call) -> new FromPrimary.Reply(call.id(), null, null, Wire.toJson(List.of(event)))));
		assertThat(cluster.events(7)).containsExactly(event);
		assertThat(cluster.events()).containsExactly(event);
		assertThat(this.asked).extracting("request")
			.containsExactly(new ClusterRequest.Events(7), new ClusterRequest.Events(0));
	}

	@Test
	void answerWithoutAResultIsNoReloadYetAndElseUnavailable() {
		WorkerCluster cluster = new WorkerCluster(calls((call) -> new FromPrimary.Reply(call.id(), null, null, null)));
		assertThat(cluster.lastReload()).isEqualTo(Optional.empty());
		assertThatExceptionOfType(ClusterException.class).isThrownBy(cluster::info)
			.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(Reason.UNAVAILABLE));
	}

	private PrimaryCalls calls(Function<FromWorker.Call, FromPrimary.Reply> primary) {
		PrimaryCalls[] calls = new PrimaryCalls[1];
		Consumer<FromWorker> channel = (message) -> {
			this.asked.add((FromWorker.Call) message);
			calls[0].answered(primary.apply((FromWorker.Call) message));
		};
		calls[0] = new PrimaryCalls(channel);
		return calls[0];
	}

}
