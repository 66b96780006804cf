// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RoundRobinBalancer}.
 */
class RoundRobinBalancerTests {

	private final SlowStart slowStart = new SlowStart(Duration.ofSeconds(100),
			() -> TimeUnit.SECONDS.toNanos(this.seconds));

	private final RoundRobinBalancer balancer = new RoundRobinBalancer();

	private final List<FakeCandidate> candidates = new ArrayList<>(
			List.of(new FakeCandidate(1), new FakeCandidate(2), new FakeCandidate(3)));

	private long seconds = 1000;

	@Test
	void eachGetsOneInTurn() {
		assertThat(choose(7)).containsExactly(1, 2, 3, 1, 2, 3, 1);
	}

	@Test
	void unavailableOneMissesItsTurn() {
		this.candidates.get(1).available = false;
		assertThat(choose(4)).containsExactly(1, 3, 1, 3);
		this.candidates.get(1).available = true;
		assertThat(choose(3)).containsExactly(1, 2, 3);
	}

	@Test
	void oneThatLeavesDoesNotDisturbTheTurn() {
		assertThat(choose(2)).containsExactly(1, 2);
		this.candidates.remove(1);
		assertThat(choose(3)).containsExactly(3, 1, 3);
	}

	@Test
	void oneThatJoinsGetsItsTurnBySlot() {
		this.candidates.remove(1);
		assertThat(choose(1)).containsExactly(1);
		this.candidates.add(1, new FakeCandidate(2));
		assertThat(choose(3)).containsExactly(2, 3, 1);
	}

	@Test
	void nobodyIsChosenWhileNobodyIsAvailable() {
		assertThat(this.balancer.choose(FakeClient.ANY, List.<FakeCandidate>of())).isNull();
		this.candidates.forEach((candidate) -> candidate.available = false);
		assertThat(this.balancer.choose(FakeClient.ANY, this.candidates)).isNull();
	}

	@Test
	void twoWorkersOfOneSlotDuringAReplacementAreTwo() {
		FakeCandidate successor = new FakeCandidate(1);
		this.candidates.add(1, successor);
		assertThat(choose(8)).containsExactly(1, 1, 2, 3, 1, 1, 2, 3);
		assertThat(successor.chosen).isEqualTo(2);
	}

	@Test
	void newWorkerTakesATenthOfItsTurnsAtFirst() {
		admit(this.candidates.get(1));
		choose(210);
		assertThat(shares()).containsExactly(100, 10, 100);
	}

	@Test
	void newWorkerTakesEverySecondTurnAfterHalfTheTime() {
		admit(this.candidates.get(1));
		this.seconds += 50;
		assertThat(choose(10)).containsExactly(1, 3, 1, 2, 3, 1, 3, 1, 2, 3);
	}

	@Test
	void newWorkerHasTheSameShareAsOthersAfterTheTime() {
		admit(this.candidates.get(1));
		choose(50);
		this.seconds += 100;
		List<Integer> before = shares();
		choose(300);
		for (int i = 0; i < 3; i++) {
			assertThat(this.candidates.get(i).chosen - before.get(i)).isEqualTo(100);
		}
	}

	@Test
	void shareOfANewWorkerGrows() {
		admit(this.candidates.get(2));
		List<Integer> taken = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			this.seconds += 10;
			int before = this.candidates.get(2).chosen;
			choose(100);
			taken.add(this.candidates.get(2).chosen - before);
		}
		assertThat(taken).isSorted().doesNotHaveDuplicates();
	}

	@Test
	void noneIsHeldBackWhereAllAreNew() {
		this.candidates.forEach(this::admit);
		assertThat(choose(6)).containsExactly(1, 2, 3, 1, 2, 3);
	}

	@Test
	void newWorkerGetsAllWhileNoOtherIsAvailable() {
		admit(this.candidates.get(1));
		this.candidates.get(0).available = false;
		this.candidates.get(2).available = false;
		assertThat(choose(3)).containsExactly(2, 2, 2);
		this.candidates.get(0).available = true;
		assertThat(choose(11)).containsOnlyOnce(2);
	}

	@Test
	void newWorkerIsHeldBackBesideTheOldOneOfItsSlot() {
		FakeCandidate successor = new FakeCandidate(1);
		admit(successor);
		this.candidates.add(1, successor);
		choose(310);
		assertThat(shares()).containsExactly(100, 10, 100, 100);
	}

	@Test
	void oneThatComesOrGoesTakesNothingFromWhatANewWorkerHasCollected() {
		admit(this.candidates.get(2));
		choose(18);
		assertThat(shares()).containsExactly(9, 9, 0);
		FakeCandidate other = new FakeCandidate(2);
		admit(other);
		this.candidates.remove(0);
		this.candidates.add(1, other);
		assertThat(choose(2)).containsExactly(2, 3);
	}

	/**
	 * Make one candidate new now; the others have served for a long time.
	 */
	private void admit(FakeCandidate candidate) {
		long admitted = this.seconds;
		candidate.weight = () -> this.slowStart.weight(TimeUnit.SECONDS.toNanos(admitted));
	}

	private List<Integer> shares() {
		return this.candidates.stream().map((candidate) -> candidate.chosen).toList();
	}

	private List<Integer> choose(int times) {
		List<Integer> chosen = new ArrayList<>();
		for (int i = 0; i < times; i++) {
			FakeCandidate candidate = this.balancer.choose(FakeClient.ANY, this.candidates);
			candidate.chosen++;
			chosen.add(candidate.slot());
		}
		return chosen;
	}

}
