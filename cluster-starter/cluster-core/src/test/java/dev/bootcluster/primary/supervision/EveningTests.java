// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.supervision;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Evening}.
 */
class EveningTests {

	private final Evening evening = new Evening();

	private final Map<Integer, Long> connections = new TreeMap<>();

	@Test
	void newWorkerGetsItsShareFromAllOthers() {
		slots(100, 100, 100, 0);
		Map<Integer, List<Integer>> moves = decide();
		assertThat(moves).hasSize(3).allSatisfy((slot, targets) -> assertThat(targets).hasSize(25).containsOnly(4));
		assertThat(this.connections).containsValues(75L).hasSize(4);
		assertThat(decide()).as("nothing is left to do").isEmpty();
	}

	@Test
	void oneThatHasAllGivesToAllOthers() {
		slots(400, 0, 0, 0);
		assertThat(decide()).containsOnlyKeys(1);
		assertThat(this.connections.values()).containsOnly(100L);
	}

	@Test
	void sharesWithinAFifthAreLeftAlone() {
		slots(100, 119, 81, 100);
		assertThat(decide()).isEmpty();
		slots(100, 121, 79, 100);
		assertThat(decide()).isNotEmpty();
	}

	@Test
	void whatHasBegunGoesOnUntilATenthIsLeft() {
		slots(100, 121, 79, 100);
		decide();
		slots(100, 115, 85, 100);
		assertThat(decide()).isNotEmpty();
		slots(100, 109, 91, 100);
		assertThat(decide()).isEmpty();
		slots(100, 115, 85, 100);
		assertThat(decide()).isEmpty();
	}

	@Test
	void fewConnectionsAreLeftAlone() {
		slots(4, 0);
		assertThat(decide()).isEmpty();
		slots(0, 0, 0);
		assertThat(decide()).isEmpty();
		slots(500);
		assertThat(decide()).isEmpty();
		slots();
		assertThat(decide()).isEmpty();
	}

	@Test
	void oneStepIsBoundedAndTheNextStepsGoOn() {
		slots(40_000, 40_000, 0, 0);
		assertThat(decide().values().stream().mapToInt(List::size).sum()).isEqualTo(Evening.MOST);
		assertThat(this.connections).containsEntry(1, 37_500L).containsEntry(3, 2500L);
		int steps = 1;
		while (!decide().isEmpty()) {
			steps++;
		}
		assertThat(steps).isBetween(7, 9);
		assertThat(this.connections.values()).allSatisfy((count) -> assertThat(count).isBetween(18_000L, 22_000L));
	}

	@ParameterizedTest
	@MethodSource
	void tenThousandAreEvenAfterTwoSteps(long[] slots) {
		slots(slots);
		decide();
		decide();
		assertThat(decide()).isEmpty();
	}

	static Stream<long[]> tenThousandAreEvenAfterTwoSteps() {
		return Stream.of(new long[] { 5000, 0 }, new long[] { 5000, 5000, 0 }, new long[] { 10_000, 0, 0, 0 },
				new long[] { 1, 9999 });
	}

	@Test
	void nothingMovesBackAndForth() {
		slots(7, 7, 7, 0, 8, 31);
		for (int i = 0; i < 3 && !decide().isEmpty(); i++) {
			// Until it is even.
		}
		assertThat(decide()).isEmpty();
	}

	private void slots(long... counts) {
		this.connections.clear();
		for (int i = 0; i < counts.length; i++) {
			this.connections.put(i + 1, counts[i]);
		}
	}

	/**
	 * Decide and have it done.
	 */
	private Map<Integer, List<Integer>> decide() {
		Map<Integer, List<Integer>> moves = this.evening.decide(Map.copyOf(this.connections));
		moves.forEach((slot, targets) -> targets.forEach((target) -> {
			this.connections.merge(slot, -1L, Long::sum);
			this.connections.merge(target, 1L, Long::sum);
		}));
		return moves;
	}

}
