// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.bootcluster.Balancer;
import dev.bootcluster.BalancingPolicy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * What each policy looks at, and how it is had by its name.
 */
class BalancersTests {

	private final List<FakeCandidate> candidates = new ArrayList<>(
			IntStream.rangeClosed(1, 3).mapToObj(FakeCandidate::new).toList());

	private final FakeCandidate first = this.candidates.get(0);

	private final FakeCandidate second = this.candidates.get(1);

	private final FakeCandidate third = this.candidates.get(2);

	@Test
	void leastConnectionsCountsThoseThatAreOpenAndThoseInFlight() {
		Balancer balancer = new LeastConnectionsBalancer();
		load(this.first, 10, 0);
		load(this.second, 5, 4);
		load(this.third, 5, 5);
		assertThat(choose(balancer)).isSameAs(this.second);
		load(this.second, 9, 4);
		assertThat(choose(balancer)).as("after ties in turn").isSameAs(this.third);
		assertThat(choose(balancer)).isSameAs(this.first);
	}

	@Test
	void powerOfTwoNeverChoosesTheMostLoaded() {
		Balancer balancer = new PowerOfTwoBalancer(new SplittableRandom(3));
		load(this.first, 1, 1);
		load(this.second, 7, 7);
		load(this.third, 3, 3);
		choose(balancer, 3000);
		assertThat(this.second.chosen).isZero();
		assertThat(this.first.chosen).isBetween(1900, 2100);
		assertThat(this.third.chosen).isBetween(900, 1100);
	}

	@Test
	void fastestChoosesByTheTimeUntilAnAnswerCanBeExpected() {
		Balancer balancer = new FastestBalancer();
		respond(this.first, Duration.ofMillis(20));
		respond(this.second, Duration.ofMillis(5));
		respond(this.third, Duration.ofMillis(50));
		assertThat(choose(balancer)).isSameAs(this.second);
		load(this.second, 0, 9);
		assertThat(choose(balancer)).isSameAs(this.first);
	}

	@Test
	void fastestTriesAWorkerOfWhichNothingIsKnownButDoesNotFloodIt() {
		Balancer balancer = new FastestBalancer();
		respond(this.first, Duration.ofMillis(5));
		respond(this.third, Duration.ofMillis(5));
		for (int i = 0; i < 30; i++) {
			choose(balancer).inFlight++;
		}
		assertThat(this.candidates).allSatisfy((candidate) -> assertThat(candidate.inFlight).isEqualTo(10));
	}

	@Test
	void fastestDoesNotCareForSmallDifferences() {
		Balancer balancer = new FastestBalancer();
		respond(this.first, Duration.ofMillis(100));
		respond(this.second, Duration.ofMillis(110));
		respond(this.third, Duration.ofMillis(95));
		choose(balancer, 300);
		assertThat(this.candidates).allSatisfy((candidate) -> assertThat(candidate.chosen).isEqualTo(100));
	}

	@Test
	void weightsOfSlotsAreSharesOfTurnsEvenlySpread() {
		Balancer balancer = new WeightedBalancer(Map.of(1, 3, 3, 2));
		List<Integer> turns = IntStream.range(0, 6).mapToObj((i) -> choose(balancer).slot()).toList();
		assertThat(turns).containsExactlyInAnyOrder(1, 1, 1, 2, 3, 3).isNotEqualTo(turns.stream().sorted().toList());
		choose(balancer, 600);
		assertThat(this.candidates.stream().map((candidate) -> candidate.chosen)).containsExactly(303, 101, 202);
	}

	@Test
	void weightOfASlotAndSlowStartMultiply() {
		Balancer balancer = new WeightedBalancer(Map.of(1, 4));
		this.first.weight = () -> 0.25;
		choose(balancer, 300);
		assertThat(this.first.chosen).isEqualTo(100);
	}

	@Test
	void clientKeepsItsSlotWhateverItsAddressFamily() throws Exception {
		Balancer balancer = new ClientHashBalancer();
		for (String address : List.of("192.0.2.1", "2001:db8::1", "0.0.0.0")) {
			FakeClient client = new FakeClient(InetAddress.getByName(address), 0, 0);
			FakeCandidate slot = balancer.choose(client, this.candidates);
			for (int i = 0; i < 10; i++) {
				assertThat(balancer.choose(client, this.candidates)).isSameAs(slot);
			}
		}
	}

	@Test
	void onlyTheClientsOfASlotMoveWhenItComesOrGoes() {
		Balancer balancer = new ClientHashBalancer();
		List<FakeCandidate> four = new ArrayList<>(this.candidates);
		four.add(new FakeCandidate(4));
		Map<Integer, Integer> before = slots(balancer, this.candidates);
		Map<Integer, Integer> after = slots(balancer, four);
		List<Integer> moved = before.keySet()
			.stream()
			.filter((client) -> !before.get(client).equals(after.get(client)))
			.toList();
		assertThat(moved).allSatisfy((client) -> assertThat(after.get(client)).isEqualTo(4));
		assertThat(moved.size() / (double) before.size()).isCloseTo(0.25, within(0.02));
		assertThat(slots(balancer, this.candidates)).as("when it goes").isEqualTo(before);
	}

	@Test
	void clientsOfAnUnavailableSlotSpreadOverTheOthersAndReturn() {
		Balancer balancer = new ClientHashBalancer();
		Map<Integer, Integer> before = slots(balancer, this.candidates);
		this.second.available = false;
		Map<Integer, Integer> meanwhile = slots(balancer, this.candidates);
		Map<Integer, Integer> fallen = new HashMap<>();
		before.forEach((client, slot) -> {
			if (slot != 2) {
				assertThat(meanwhile.get(client)).isEqualTo(slot);
			}
			else {
				fallen.merge(meanwhile.get(client), 1, Integer::sum);
			}
		});
		assertThat(fallen.keySet()).containsExactlyInAnyOrder(1, 3);
		assertThat(fallen.get(1) / (double) fallen.get(3)).isCloseTo(1, within(0.1));
		this.second.available = true;
		assertThat(slots(balancer, this.candidates)).isEqualTo(before);
	}

	@Test
	void successorOfAWorkerHasTheSlotsClients() {
		Balancer balancer = new ClientHashBalancer();
		Map<Integer, Integer> before = slots(balancer, this.candidates);
		this.candidates.set(1, new FakeCandidate(2));
		assertThat(slots(balancer, this.candidates)).isEqualTo(before);
	}

	private static Map<Integer, Integer> slots(Balancer balancer, List<FakeCandidate> candidates) {
		Map<Integer, Integer> slots = new HashMap<>();
		for (int client = 0; client < 10_000; client++) {
			slots.put(client, balancer.choose(FakeClient.of(client), candidates).slot());
		}
		return slots;
	}

	@Test
	void averageFollowsWhatIsNewAndDecaysWhenThereIsNothing() {
		ResponseAverage average = new ResponseAverage();
		long second = TimeUnit.SECONDS.toNanos(1);
		assertThat(average.nanos()).isZero();
		assertThat(average.idleNanos(99 * second)).isZero();
		average.add(100 * second, 1_000_000);
		assertThat(average.nanos()).isEqualTo(1_000_000);
		average.add(100 * second, 9_000_000);
		assertThat(average.nanos()).as("no time has passed").isEqualTo(1_000_000);
		average.add(105 * second, 9_000_000);
		assertThat(average.nanos()).isBetween(5_500_000L, 7_000_000L);
		assertThat(average.idleNanos(130 * second)).isBetween(1L, 100_000L);
		average.add(130 * second, 2_000_000);
		assertThat(average.nanos()).isCloseTo(2_000_000, within(100_000L));
		average.reset();
		assertThat(average.nanos()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "round-robin", "least-connections", "power-of-two", "fastest", "weighted", "random",
			"client-hash", "sticky", "shared" })
	void everyPolicyHasABalancer(BalancingPolicy policy) {
		assertThat(balancers(policy).create(true)).isNotNull();
	}

	@ParameterizedTest
	@CsvSource({ "round-robin, false", "weighted, false", "random, false", "client-hash, false", "shared, false",
			"least-connections, true", "power-of-two, true", "fastest, true", "app.MyBalancer, true" })
	void loadIsReportedToPoliciesThatLookAtIt(BalancingPolicy policy, boolean needed) {
		assertThat(balancers(policy).needLoad()).isEqualTo(needed);
	}

	@Test
	void classOfTheApplicationChooses() {
		Balancer balancer = balancers(policy(LastOne.class)).create(true);
		assertThat(choose(balancer)).isSameAs(this.third);
	}

	@ParameterizedTest
	@MethodSource
	void classThatIsNoBalancerIsSaidToBeNone(String name, String problem) {
		Balancers balancers = balancers(BalancingPolicy.of(name));
		assertThatExceptionOfType(BalancerException.class).isThrownBy(() -> balancers.create(true))
			.withMessageContaining(problem);
	}

	static Stream<Arguments> classThatIsNoBalancerIsSaidToBeNone() {
		Function<Class<?>, String> name = Class::getName;
		return Stream.of(arguments("app.Missing", "not among the application's classes"),
				arguments("java.lang.String", "does not implement"),
				arguments(name.apply(Unfinished.class), "is abstract"),
				arguments(name.apply(Demanding.class), "no constructor without"),
				arguments(name.apply(Failing.class), "I cannot"),
				arguments(name.apply(Broken.class), "cannot be loaded"));
	}

	@Test
	void policyStaysIfTheNextOneCannotBeHad() {
		Balancers balancers = balancers(BalancingPolicy.RANDOM);
		assertThatExceptionOfType(BalancerException.class)
			.isThrownBy(() -> balancers.change(BalancingPolicy.of("app.Missing"), Map.of(), true));
		assertThat(balancers.policy()).isEqualTo(BalancingPolicy.RANDOM);
		assertThat(balancers.change(BalancingPolicy.WEIGHTED, Map.of(2, 5), true)).isInstanceOf(WeightedBalancer.class);
		assertThat(balancers.policy()).isEqualTo(BalancingPolicy.WEIGHTED);
	}

	@Test
	void connectionThatTheApplicationsBalancerFailsToAssignIsAssignedInTurn() {
		Balancer throwing = new GuardedBalancer(new Balancer() {

			@Override
			public <C extends Candidate> C choose(Client client, List<C> candidates) {
				throw new IllegalStateException("I cannot");
			}

		});
		assertThat(List.of(choose(throwing), choose(throwing), choose(throwing))).containsExactly(this.first,
				this.second, this.third);
		this.third.available = false;
		Balancer stubborn = new GuardedBalancer(new LastOne());
		assertThat(choose(stubborn)).isSameAs(this.first);
		this.third.available = true;
		assertThat(choose(stubborn)).isSameAs(this.third);
	}

	private static Balancers balancers(BalancingPolicy policy) {
		return new Balancers(policy, Map.of(), BalancersTests.class.getClassLoader());
	}

	private static BalancingPolicy policy(Class<? extends Balancer> type) {
		return BalancingPolicy.of(type.getName());
	}

	private static void load(FakeCandidate candidate, int connections, int inFlight) {
		candidate.connections = connections;
		candidate.inFlight = inFlight;
	}

	private static void respond(FakeCandidate candidate, Duration time) {
		candidate.responseNanos = time.toNanos();
	}

	private void choose(Balancer balancer, int times) {
		for (int i = 0; i < times; i++) {
			choose(balancer);
		}
	}

	private FakeCandidate choose(Balancer balancer) {
		FakeCandidate chosen = balancer.choose(FakeClient.ANY, this.candidates);
		chosen.chosen++;
		return chosen;
	}

	/**
	 * Chooses the last one, available or not.
	 */
	static final class LastOne implements Balancer {

		@Override
		public <C extends Candidate> @Nullable C choose(Client client, List<C> candidates) {
			return candidates.get(candidates.size() - 1);
		}

	}

	/**
	 * Cannot be created.
	 */
	abstract static class Unfinished implements Balancer {

	}

	/**
	 * Wants to know something first.
	 */
	static final class Demanding implements Balancer {

		private final String parameter;

		Demanding(String parameter) {
			this.parameter = parameter;
		}

		@Override
		public <C extends Candidate> @Nullable C choose(Client client, List<C> candidates) {
			throw new IllegalStateException(this.parameter);
		}

	}

	/**
	 * Fails when it is created.
	 */
	static final class Failing implements Balancer {

		Failing() {
			throw new IllegalStateException("I cannot");
		}

		@Override
		public <C extends Candidate> @Nullable C choose(Client client, List<C> candidates) {
			return null;
		}

	}

	/**
	 * Fails when its class is initialized.
	 */
	static final class Broken implements Balancer {

		private static final int NUMBER = Integer.parseInt("none");

		@Override
		public <C extends Candidate> @Nullable C choose(Client client, List<C> candidates) {
			return candidates.get(NUMBER);
		}

	}

}
