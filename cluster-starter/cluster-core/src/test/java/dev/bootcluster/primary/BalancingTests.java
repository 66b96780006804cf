// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.bootcluster.BalancingInfo;
import dev.bootcluster.BalancingPolicy;
import dev.bootcluster.ClusterEvent;
import dev.bootcluster.ClusterEventType;
import dev.bootcluster.ClusterException;
import dev.bootcluster.ClusterException.Reason;
import dev.bootcluster.ReloadState;
import dev.bootcluster.WorkerTraffic;
import dev.bootcluster.handoff.BalancerException;
import dev.bootcluster.handoff.WorkerHandoffs;
import dev.bootcluster.ipc.ClusterRequest;
import dev.bootcluster.ipc.FromPrimary;
import dev.bootcluster.ipc.FromPrimary.ReportLoad;
import dev.bootcluster.ipc.FromWorker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Stories of the balancing policy, and of what is told about it.
 */
class BalancingTests {

	private final SupervisedCluster cluster = SupervisedCluster.serving(2);

	private final FakeHandoff handoff = this.cluster.handoff;

	@Test
	void policyIsChangedOnRequestAndTold() {
		assertThat(this.cluster.info().balancing()).isEqualTo(new BalancingInfo("round-robin", 0));
		balance("least-connections");
		assertThat(this.handoff.policy).isEqualTo(BalancingPolicy.LEAST_CONNECTIONS);
		assertThat(this.cluster.info().balancing().policy()).isEqualTo("least-connections");
		assertThat(events()).containsExactly("Balancing changed from round-robin to least-connections on request");
		balance("least-connections");
		assertThat(events()).as("it is already").hasSize(1);
	}

	@Test
	void workerMayAskForIt() {
		FromPrimary.Reply reply = this.cluster.asks(this.cluster.worker(1), new ClusterRequest.Balance("random"));
		assertThat(reply.refusal()).isNull();
		assertThat(this.handoff.policy).isEqualTo(BalancingPolicy.RANDOM);
	}

	@Test
	void workersReportTheirLoadWhileThePolicyLooksAtIt() {
		FakeProcess early = this.cluster.worker(1);
		assertThat(orders(early)).isEmpty();
		balance("least-connections");
		assertThat(orders(early)).containsExactly(new ReportLoad(true));
		this.cluster.crashes(2);
		this.cluster.afterSeconds(10);
		FakeProcess successor = this.cluster.ready(2);
		assertThat(orders(successor)).containsExactly(new ReportLoad(true));
		balance("random");
		assertThat(orders(early)).containsExactly(new ReportLoad(true), new ReportLoad(false));
		assertThat(orders(successor)).containsExactly(new ReportLoad(true), new ReportLoad(false));
		balance("weighted");
		assertThat(orders(early)).hasSize(2);
	}

	@ParameterizedTest
	@CsvSource({ "fair, use round-robin", "'', use round-robin", "../x, use round-robin" })
	void unknownPolicyIsRefusedWithTheChoices(String policy, String choices) {
		assertRefused(policy, Reason.INVALID, "policy '%s' is not a balancing policy; %s".formatted(policy, choices));
	}

	@Test
	void classThatIsNoBalancerIsRefused() {
		this.handoff.balancerProblem = new BalancerException("is abstract", null);
		assertRefused("app.MyBalancer", Reason.INVALID, "policy 'app.MyBalancer' is abstract");
	}

	@ParameterizedTest
	@CsvSource({ "round-robin, shared", "shared, round-robin", "shared, app.MyBalancer" })
	void workersCannotBeginOrCeaseToAcceptForThemselves(String before, String after) {
		this.handoff.policy = BalancingPolicy.of(before);
		assertRefused(after, Reason.CONFLICT,
				"Balancing cannot change from %s to %s while the cluster runs".formatted(before, after));
		assertThat(this.handoff.policy).hasToString(before);
	}

	@Test
	void policyThatWasSetOnRequestSurvivesAReload() {
		balance("random");
		reload();
		assertThat(this.handoff.policy).isEqualTo(BalancingPolicy.RANDOM);
		assertThat(events()).hasSize(1);
	}

	@Test
	void reloadWithAnotherPolicyBringsItWhenItSucceeds() {
		balance("random");
		this.cluster.generations.balancing(2, BalancingPolicy.WEIGHTED, Map.of(1, 3));
		FollowedReload reload = this.cluster.reload();
		assertThat(this.handoff.policy).isEqualTo(BalancingPolicy.RANDOM);
		finish(reload);
		assertThat(this.handoff.policy).isEqualTo(BalancingPolicy.WEIGHTED);
		assertThat(this.handoff.weights).isEqualTo(Map.of(1, 3));
		assertThat(events()).last().isEqualTo("Balancing changed from random to weighted with generation 2");
		this.cluster.generations.balancing(3, BalancingPolicy.WEIGHTED, Map.of(1, 5));
		reload();
		assertThat(this.handoff.weights).isEqualTo(Map.of(1, 5));
		assertThat(events()).last().isEqualTo("Balancing has other weights with generation 3");
	}

	@Test
	void boundOfRequestsIsThatOfTheServingGeneration() {
		this.cluster.generations.bounded.add(2);
		FollowedReload reload = this.cluster.reload();
		assertThat(this.handoff.bounded).isFalse();
		finish(reload);
		assertThat(this.handoff.bounded).isTrue();
		reload();
		assertThat(this.handoff.bounded).isFalse();
	}

	/**
	 * Workers do what the configuration of their generation says.
	 */
	@ParameterizedTest
	@CsvSource({ "round-robin, shared, restart the cluster", "sticky, shared, restart the cluster",
			"shared, round-robin, restart the cluster", "shared, sticky, restart the cluster",
			"sticky, app.MyBalancer, is abstract", "round-robin, sticky,", "sticky, random,",
			"round-robin, app.MyBalancer,", "shared, shared," })
	void reloadFailsIfItsWorkersWouldGetConnectionsOtherwise(String before, String after, String reason) {
		this.handoff.policy = BalancingPolicy.of(before);
		this.cluster.generations.balancing(1, BalancingPolicy.of(before), Map.of());
		this.cluster.generations.balancing(2, BalancingPolicy.of(after), Map.of());
		this.handoff.balancerProblem = after.startsWith("app.") ? new BalancerException("is abstract", null) : null;
		FollowedReload reload = this.cluster.reload();
		assertThat(reload.isRunning()).isEqualTo(reason == null);
		assertThat(this.cluster.launcher.launched).extracting(FakeProcess::generation)
			.contains((reason == null) ? 2 : 1)
			.allMatch((generation) -> generation == 1 || reason == null);
		if (reason != null) {
			assertThat(reload.info().state()).isEqualTo(ReloadState.FAILED);
			assertThat(reload.info().reason()).contains(after, reason);
			assertThat(this.handoff.policy).hasToString(before);
		}
	}

	@Test
	void policyStaysIfTheReloadsIsAClassThatIsNoBalancer() {
		this.cluster.generations.balancing(2, BalancingPolicy.of("app.MyBalancer"), Map.of());
		this.handoff.balancerProblem = new BalancerException("is abstract", null);
		reload();
		assertThat(this.handoff.policy).isEqualTo(BalancingPolicy.ROUND_ROBIN);
		assertThat(events(ClusterEventType.BALANCING_NOT_CHANGED)).singleElement()
			.asString()
			.contains("stays round-robin", "generation 2", "is abstract");
	}

	@Test
	void eachWorkersPartIsTold() {
		FakeProcess first = this.cluster.worker(1);
		this.handoff.handoffs.put(first.identity.launch(), new WorkerHandoffs(100, 7, 3, 4, 30, true));
		this.handoff.handoffs.put(this.cluster.worker(2).identity.launch(), new WorkerHandoffs(90, 0, 0, 0, 20, true));
		this.handoff.handoffs.put(99L, new WorkerHandoffs(500, 0, 0, 0, 500, false));
		this.cluster.says(first, new FromWorker.Heartbeat(5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2));
		assertThat(this.cluster.info().balancing().skew()).isEqualTo(1.5);
		assertThat(this.cluster.info().workers()).extracting((worker) -> worker.traffic())
			.containsExactly(new WorkerTraffic(2, 100, 7, 3, 4, 0.6), new WorkerTraffic(0, 90, 0, 0, 0, 0.4));
	}

	@Test
	void skewIsFiniteAndKnownOnlyOnceThereWereConnections() {
		assertThat(new HandoffShares(Map.of()).skew()).isZero();
		assertThat(shares(0, 0).skew()).isZero();
		assertThat(shares(0, 0).share(0)).isZero();
		assertThat(shares(5, 0).skew()).isEqualTo(5);
		assertThat(shares(7).skew()).isEqualTo(1);
		assertThat(shares(2, 3, 4).skew()).isEqualTo(2);
		assertThat(shares(2, 3, 4).share(1)).isEqualTo(0.333);
		assertThat(shares(1).share(99)).isZero();
	}

	private static HandoffShares shares(long... recent) {
		Map<Long, WorkerHandoffs> workers = new HashMap<>();
		for (long launch = 0; launch < recent.length; launch++) {
			workers.put(launch, new WorkerHandoffs(0, 0, 0, 0, recent[(int) launch], true));
		}
		return new HandoffShares(workers);
	}

	private void reload() {
		finish(this.cluster.reload());
	}

	private void finish(FollowedReload reload) {
		for (int slot = 1; slot <= 2; slot++) {
			FakeProcess old = this.cluster.launcher.of(slot).get(this.cluster.launcher.of(slot).size() - 2);
			this.cluster.ready(slot);
			this.cluster.drained(old);
		}
		assertThat(reload.info().state()).hasToString("SUCCEEDED");
		this.cluster.says(this.cluster.worker(1), FromWorker.Heartbeat.NONE);
	}

	private void balance(String policy) {
		this.cluster.supervisor.cluster().balance(policy);
	}

	private void assertRefused(String policy, Reason reason, String message) {
		assertThatExceptionOfType(ClusterException.class).isThrownBy(() -> balance(policy))
			.withMessageStartingWith(message)
			.extracting(ClusterException::getReason)
			.isEqualTo(reason);
		assertThat(events()).isEmpty();
	}

	private List<FromPrimary> orders(FakeProcess worker) {
		return worker.control.heard().stream().filter(ReportLoad.class::isInstance).toList();
	}

	private List<String> events() {
		return events(ClusterEventType.BALANCING_CHANGED);
	}

	private List<String> events(ClusterEventType... types) {
		return this.cluster.events.after(0)
			.stream()
			.filter((event) -> Arrays.asList(types).contains(event.type()))
			.map(ClusterEvent::detail)
			.toList();
	}

}
