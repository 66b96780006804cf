// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.bootcluster.Balancer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * What every policy promises, whatever else it looks at.
 */
class PolicyTests {

	private static final int CHOICES = 10_000;

	private final List<FakeCandidate> candidates = new ArrayList<>(
			IntStream.rangeClosed(1, 4).mapToObj(FakeCandidate::new).toList());

	private int clients;

	static Stream<Arguments> policies() {
		return Stream.of(policy("round-robin", 1.001, RoundRobinBalancer::new),
				policy("least-connections", 1.001, LeastConnectionsBalancer::new),
				policy("power-of-two", 1.15, () -> new PowerOfTwoBalancer(new SplittableRandom(1))),
				policy("fastest", 1.001, FastestBalancer::new),
				policy("weighted", 1.001, () -> new WeightedBalancer(Map.of())),
				policy("random", 1.15, () -> new RandomBalancer(new SplittableRandom(2))),
				policy("client-hash", 1.15, ClientHashBalancer::new),
				policy("sticky", 1.001, () -> new StickyBalancer(new LeastConnectionsBalancer(), false)),
				policy("sticky with TLS", 1.15, () -> new StickyBalancer(new LeastConnectionsBalancer(), true)),
				policy("a class", 1.001, () -> new GuardedBalancer(new RoundRobinBalancer())));
	}

	private static Arguments policy(String name, double skew, Supplier<Balancer> balancer) {
		return arguments(name, skew, balancer);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("policies")
	void connectionsOfManyClientsSpreadOverEqualWorkers(String name, double skew, Supplier<Balancer> balancer) {
		choose(balancer.get(), CHOICES);
		assertThat(skew()).isBetween(1.0, skew);
	}

	/**
	 * As many connections end as begin.
	 */
	@ParameterizedTest(name = "{0}")
	@MethodSource("policies")
	void connectionsSpreadWhileOthersEnd(String name, double skew, Supplier<Balancer> balancer) {
		Balancer policy = balancer.get();
		List<FakeCandidate> open = new ArrayList<>();
		for (int i = 0; i < CHOICES; i++) {
			FakeCandidate chosen = choose(policy);
			chosen.connections++;
			chosen.inFlight++;
			open.add(chosen);
			if (open.size() > 50) {
				FakeCandidate ended = open.remove(0);
				ended.connections--;
				ended.inFlight--;
			}
		}
		assertThat(skew()).isBetween(1.0, Math.max(skew, 1.01));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("policies")
	void unavailableWorkerGetsNothingAndTheOthersItsShare(String name, double skew, Supplier<Balancer> balancer) {
		this.candidates.get(1).available = false;
		choose(balancer.get(), CHOICES);
		assertThat(this.candidates.remove(1).chosen).isZero();
		assertThat(skew()).isBetween(1.0, skew);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("policies")
	void connectionWaitsWhileNobodyIsAvailable(String name, double skew, Supplier<Balancer> balancer) {
		Balancer policy = balancer.get();
		assertThat(policy.choose(FakeClient.ANY, List.<FakeCandidate>of())).isNull();
		this.candidates.forEach((candidate) -> candidate.available = false);
		assertThat(policy.choose(FakeClient.ANY, this.candidates)).isNull();
		this.candidates.get(3).available = true;
		assertThat(policy.choose(FakeClient.ANY, this.candidates)).isSameAs(this.candidates.get(3));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("policies")
	void workerThatComesOrGoesChangesNothingForTheFairnessOfTheRest(String name, double skew,
			Supplier<Balancer> balancer) {
		Balancer policy = balancer.get();
		choose(policy, 1001);
		FakeCandidate gone = this.candidates.remove(0);
		this.candidates.add(new FakeCandidate(5));
		this.candidates.forEach((candidate) -> candidate.chosen = 0);
		choose(policy, CHOICES);
		assertThat(gone.chosen).isPositive();
		assertThat(skew()).isBetween(1.0, Math.max(skew, 1.01));
	}

	/**
	 * Those that look at load see that it is little, and give it more until it has its
	 * share: the load of a new worker has to be a part of that of the others.
	 */
	@ParameterizedTest(name = "{0}")
	@MethodSource("policies")
	void newWorkerIsHeldBackBySlowStart(String name, double skew, Supplier<Balancer> balancer) {
		Balancer policy = balancer.get();
		FakeCandidate young = this.candidates.get(2);
		young.weight = () -> 0.25;
		for (int i = 0; i < CHOICES; i++) {
			FakeCandidate chosen = choose(policy);
			chosen.connections++;
			chosen.inFlight++;
		}
		double old = (CHOICES - young.chosen) / 3.0;
		assertThat(young.chosen / old).isCloseTo(0.25, within(0.1));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("policies")
	void noConnectionWaitsForSlowStart(String name, double skew, Supplier<Balancer> balancer) {
		this.candidates.forEach((candidate) -> candidate.weight = () -> 0.1);
		choose(balancer.get(), CHOICES);
		assertThat(skew()).isBetween(1.0, skew);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("policies")
	void bothWorkersOfASlotServeDuringAReload(String name, double skew, Supplier<Balancer> balancer) {
		FakeCandidate successor = new FakeCandidate(1);
		this.candidates.add(1, successor);
		choose(balancer.get(), CHOICES);
		assertThat(successor.chosen).isGreaterThan(CHOICES / 10);
		assertThat(this.candidates.get(0).chosen).isGreaterThan(CHOICES / 10);
	}

	private void choose(Balancer balancer, int times) {
		for (int i = 0; i < times; i++) {
			choose(balancer);
		}
	}

	private FakeCandidate choose(Balancer balancer) {
		FakeCandidate chosen = balancer.choose(FakeClient.of(this.clients++), this.candidates);
		assertThat(chosen).isNotNull().matches(FakeCandidate::isAvailable);
		chosen.chosen++;
		return chosen;
	}

	private double skew() {
		int most = this.candidates.stream().mapToInt((candidate) -> candidate.chosen).max().orElseThrow();
		int fewest = this.candidates.stream().mapToInt((candidate) -> candidate.chosen).min().orElseThrow();
		return most / (double) fewest;
	}

}
