// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.supervision;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Overload}, second by second.
 */
class OverloadTests {

	private static final Burden USUAL = new Burden(100, 0, 2, 10_000);

	private static final Burden HARD = new Burden(100, 50, 200, 100_000);

	private final Overload overload = new Overload();

	private final Map<Integer, Burden> burdens = new TreeMap<>();

	private Duration now = Duration.ofHours(1);

	@Test
	void oneThatIsOverloadedForThreeHeartbeatsGivesAFifth() {
		slots(USUAL, HARD, USUAL);
		assertThat(second()).isEmpty();
		assertThat(second()).isEmpty();
		assertThat(second()).containsOnlyKeys(2).hasEntrySatisfying(2, (relief) -> {
			assertThat(relief.targets()).hasSize(20).containsOnly(1, 3);
			assertThat(relief.first()).isTrue();
			assertThat(relief.because()).contains("50 requests wait");
		});
	}

	@Test
	void aMomentIsNotEnough() {
		for (int i = 0; i < 20; i++) {
			slots(USUAL, (i % 3 == 2) ? USUAL : HARD, USUAL);
			assertThat(second()).isEmpty();
		}
		assertThat(this.overload.isHeld(2)).isFalse();
	}

	@Test
	void whatIsInterruptedBeginsAnew() {
		slots(USUAL, HARD);
		seconds(2);
		this.overload.interrupt();
		assertThat(second()).isEmpty();
		seconds(1);
		assertThat(second()).containsOnlyKeys(2);
	}

	@Test
	void anotherWorkerInTheSlotHasNoHistory() {
		slots(USUAL, HARD);
		seconds(3);
		assertThat(this.overload.isHeld(2)).isTrue();
		this.overload.forget(2);
		assertThat(this.overload.isHeld(2)).isFalse();
	}

	@Test
	void oneStepInFiveSeconds() {
		slots(USUAL, HARD);
		seconds(2);
		assertThat(second()).isNotEmpty();
		for (int i = 0; i < 4; i++) {
			assertThat(second()).isEmpty();
		}
		assertThat(second()).hasEntrySatisfying(2, (relief) -> assertThat(relief.first()).isFalse());
	}

	@Test
	void nothingMovesIfAllAreOverloaded() {
		slots(HARD, HARD, HARD, HARD);
		for (int i = 0; i < 20; i++) {
			assertThat(second()).isEmpty();
		}
		assertThat(this.overload.isHeld(1)).isFalse();
	}

	@Test
	void theLeastLoadedGetsMore() {
		slots(new Burden(100, 0, 30, 30_000), HARD, new Burden(100, 0, 2, 10_000));
		seconds(2);
		Relief given = new Relief(second().get(2).targets());
		assertThat(given.to(3)).isGreaterThan(given.to(1));
	}

	@Test
	void nobodyGetsSoManyThatTheyHadToBeEvenedOutAgain() {
		slots(new Burden(1000, 0, 100, 10_000), new Burden(1000, 500, 200, 900_000), new Burden(1000, 0, 0, 0));
		seconds(2);
		Relief given = new Relief(second().get(2).targets());
		assertThat(given.to(1) + given.to(3)).isEqualTo(200);
		assertThat(new Evening().decide(Map.of(1, 1000L + given.to(1), 3, 1000L + given.to(3)))).isEmpty();
	}

	@Test
	void aQuarterOfAnEvenShareStays() {
		slots(new Burden(300, 0, 2, 10_000), new Burden(52, 50, 200, 100_000), new Burden(248, 0, 2, 10_000));
		seconds(2);
		assertThat(second().get(2).targets()).hasSize(2);
		slots(new Burden(300, 0, 2, 10_000), new Burden(50, 50, 200, 100_000), new Burden(250, 0, 2, 10_000));
		for (int i = 0; i < 20; i++) {
			assertThat(second()).isEmpty();
		}
	}

	@Test
	void oneStepIsBoundedForAllTogether() {
		Burden huge = new Burden(40_000, 50, 200, 100_000);
		Burden usual = new Burden(40_000, 0, 2, 10_000);
		slots(huge, huge, usual, usual, usual);
		seconds(2);
		assertThat(second().values().stream().mapToInt((relief) -> relief.targets().size()).sum())
			.isEqualTo(Evening.MOST);
	}

	@Test
	void healthyForTenSecondsMeansRecovered() {
		slots(USUAL, HARD, USUAL);
		seconds(3);
		slots(USUAL, USUAL, USUAL);
		seconds(10);
		assertThat(this.overload.isHeld(2)).isTrue();
		assertThat(recovers()).isTrue();
		assertThat(this.overload.isHeld(2)).isFalse();
	}

	@Test
	void eachRelapseDoublesTheTime() {
		int[] seconds = new int[10];
		for (int i = 0; i < seconds.length; i++) {
			slots(USUAL, HARD, USUAL);
			seconds(3);
			slots(USUAL, USUAL, USUAL);
			while (this.overload.isHeld(2)) {
				second();
				seconds[i]++;
			}
		}
		assertThat(seconds).containsExactly(11, 21, 41, 81, 161, 321, 601, 601, 601, 601);
		this.now = this.now.plus(Strain.LONGEST);
		slots(USUAL, HARD, USUAL);
		seconds(3);
		slots(USUAL, USUAL, USUAL);
		seconds(11);
		assertThat(this.overload.isHeld(2)).as("what was long ago is forgotten").isFalse();
	}

	private void slots(Burden... burdens) {
		this.burdens.clear();
		for (int i = 0; i < burdens.length; i++) {
			this.burdens.put(i + 1, burdens[i]);
		}
	}

	private void seconds(int seconds) {
		for (int i = 0; i < seconds; i++) {
			second();
		}
	}

	private Map<Integer, Overload.Relief> second() {
		this.now = this.now.plusSeconds(1);
		this.burdens.keySet().forEach((slot) -> this.overload.report(slot, this.burdens, this.now));
		return this.overload.decide(this.burdens, this.now);
	}

	private boolean recovers() {
		this.now = this.now.plusSeconds(1);
		return this.overload.report(2, this.burdens, this.now);
	}

	/**
	 * What was given to whom.
	 */
	private record Relief(List<Integer> targets) {

		long to(int slot) {
			return this.targets.stream().filter((target) -> target == slot).count();
		}

	}

}
