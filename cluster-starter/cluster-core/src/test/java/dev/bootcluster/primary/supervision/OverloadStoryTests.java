// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.supervision;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.bootcluster.BalancingPolicy;
import dev.bootcluster.ClusterEvent;
import dev.bootcluster.ClusterEventType;
import dev.bootcluster.ipc.FromPrimary;
import dev.bootcluster.ipc.FromWorker;
import dev.bootcluster.primary.FakeProcess;
import dev.bootcluster.primary.SupervisedCluster;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * Stories of four workers whose clients send a request a second on each connection, told
 * in seconds of a settable clock.
 */
class OverloadStoryTests {

	private static final double USUAL = 0.01;

	private static final double SLOW = 5 * USUAL;

	private final SupervisedCluster cluster = SupervisedCluster.serving(4);

	private final Map<Integer, Long> connections = new TreeMap<>();

	/**
	 * How long a request takes in each worker, in seconds.
	 */
	private final Map<Integer, Double> times = new HashMap<>();

	/**
	 * How many orders each worker has carried out.
	 */
	private final Map<Integer, Integer> obeyed = new HashMap<>();

	private int left;

	private int arrived;

	@BeforeEach
	void workersThatAreAlike() {
		for (int slot = 1; slot <= 4; slot++) {
			this.connections.put(slot, 400L);
			this.times.put(slot, USUAL);
		}
	}

	@Test
	void connectionsLeaveASlowWorkerAndReturnOnceItIsAsFastAsTheOthers() {
		seconds(60);
		assertThat(moves()).isZero();
		this.times.put(2, SLOW);
		seconds(30);
		long relieved = this.connections.get(2);
		assertThat(relieved).isBetween(100L, 250L);
		assertThat(this.arrived).as("came back while it was slow").isZero();
		assertThat(moves()).isEqualTo((int) (400 - relieved));
		this.times.put(2, USUAL);
		seconds(8);
		assertThat(this.connections.get(2)).as("before it has proved itself").isEqualTo(relieved);
		seconds(60);
		assertThat(this.connections.values()).allSatisfy((count) -> assertThat(count).isBetween(380L, 420L));
		assertThat(moves()).isLessThan(2 * (400 - (int) relieved) + 40);
		int moves = moves();
		seconds(600);
		assertThat(moves()).as("nothing goes to and fro").isEqualTo(moves);
		assertThat(events()).containsExactly(entry(ClusterEventType.WORKER_OVERLOADED, 2),
				entry(ClusterEventType.WORKER_RECOVERED, 2));
		assertThat(orders(2)).allMatch(FromPrimary.GiveBack::active)
			.last()
			.as("forget the rest")
			.isEqualTo(new FromPrimary.GiveBack(List.of(), true));
		assertThat(orders(1)).isNotEmpty().noneMatch(FromPrimary.GiveBack::active);
	}

	@Test
	void whatStaysSlowGetsNothingBack() {
		this.times.put(2, SLOW);
		seconds(30);
		int moves = moves();
		assertThat(moves).isPositive();
		seconds(3600);
		assertThat(moves()).isEqualTo(moves);
		assertThat(events()).containsExactly(entry(ClusterEventType.WORKER_OVERLOADED, 2));
	}

	@Test
	void whoCannotCopeWithAnEvenShareIsTriedAgainEverMoreRarely() {
		for (int second = 0; second < 3600; second++) {
			this.times.put(2, (this.connections.get(2) > 300) ? SLOW : USUAL);
			seconds(1);
		}
		assertThat(events()).filteredOn((event) -> event.getKey() == ClusterEventType.WORKER_OVERLOADED)
			.hasSizeBetween(2, 13);
		assertThat(moves()).isLessThan(13 * 2 * 400);
	}

	@Test
	void restStaysEvenMeanwhile() {
		this.times.put(2, SLOW);
		seconds(30);
		this.connections.put(1, 0L);
		seconds(30);
		assertThat(this.connections.get(1)).isGreaterThan(250);
		assertThat(this.connections.get(2)).isLessThan(250);
	}

	@Test
	void allSlowMovesNothing() {
		this.times.replaceAll((slot, time) -> 40 * USUAL);
		seconds(600);
		assertThat(moves()).isZero();
		assertThat(events()).isEmpty();
	}

	@Test
	void idleClusterMovesNothing() {
		this.connections.replaceAll((slot, count) -> 5L);
		this.times.put(2, 0.9);
		seconds(20);
		assertThat(events()).as("five connections that all wait for a second").hasSizeLessThanOrEqualTo(1);
		this.connections.replaceAll((slot, count) -> 3L);
		int moves = moves();
		seconds(600);
		assertThat(moves()).isEqualTo(moves);
	}

	@Test
	void coldWorkerIsGivenTime() {
		this.cluster.crashes(2);
		this.cluster.afterSeconds(1);
		this.cluster.ready(2);
		this.times.put(2, SLOW);
		seconds(25);
		assertThat(events()).isEmpty();
	}

	@Test
	void nothingMovesDuringAReload() {
		this.times.put(2, SLOW);
		seconds(2);
		this.cluster.reload();
		seconds(20);
		assertThat(moves()).isZero();
		assertThat(events()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "client-hash", "weighted", "fastest", "sticky", "com.example.Own" })
	void policyThatDecidesOtherwiseIsLeftAlone(String policy) {
		this.cluster.handoff.balance(BalancingPolicy.of(policy), Map.of());
		this.times.put(2, SLOW);
		seconds(30);
		assertThat(moves()).isZero();
		assertThat(events()).isEmpty();
	}

	private int moves() {
		return this.left + this.arrived;
	}

	private List<Map.Entry<ClusterEventType, Integer>> events() {
		return this.cluster.events.after(0)
			.stream()
			.filter((event) -> event.type() == ClusterEventType.WORKER_OVERLOADED
					|| event.type() == ClusterEventType.WORKER_RECOVERED)
			.map((ClusterEvent event) -> Map.entry(event.type(), event.slot()))
			.toList();
	}

	private void seconds(int seconds) {
		for (int i = 0; i < seconds; i++) {
			this.cluster.afterSeconds(1);
			this.connections.forEach((slot, count) -> beat(slot, count, this.times.get(slot)));
			this.connections.keySet().forEach(this::obey);
		}
	}

	private void beat(int slot, long connections, double time) {
		long executing = Math.round(connections * time / (1 + time));
		long micros = Math.round(time * 1_000_000);
		this.cluster.says(this.cluster.worker(slot), new FromWorker.Heartbeat(connections, 0, 0, 0, executing, 0, 0,
				executing, 200, 0, 0, micros, micros, executing));
	}

	private List<FromPrimary.GiveBack> orders(int slot) {
		FakeProcess worker = this.cluster.worker(slot);
		return worker.control.heard()
			.stream()
			.filter(FromPrimary.GiveBack.class::isInstance)
			.map(FromPrimary.GiveBack.class::cast)
			.toList();
	}

	/**
	 * Do what a worker was told since the last time.
	 */
	private void obey(int slot) {
		List<FromPrimary.GiveBack> orders = orders(slot);
		orders.stream().skip(this.obeyed.getOrDefault(slot, 0)).forEach((order) -> order.slots().forEach((target) -> {
			this.connections.merge(slot, -1L, Long::sum);
			this.connections.merge(target, 1L, Long::sum);
			this.left += (slot == 2) ? 1 : 0;
			this.arrived += (target == 2) ? 1 : 0;
		}));
		this.obeyed.put(slot, orders.size());
	}

}
