// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.supervision;

import java.util.List;
import java.util.stream.IntStream;

import dev.bootcluster.ipc.FromWorker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Burden}.
 */
class BurdenTests {

	private static final Burden IDLE = new Burden(100, 0, 0, 0);

	/**
	 * Of three others, two are alike.
	 */
	@ParameterizedTest(name = "waiting {0} executing {1} response {2} ms, others {3} {4} {5}: {6}")
	@CsvSource(textBlock = """
			# nothing to do
			  0,   0,    0,   0,   0,    0, false
			# a queue, alone
			  9, 200,   10,   0,   2,   10, false
			 10, 200,   10,   0,   2,   10, true
			500, 200,   10, 400, 200,   10, false
			500, 200,   10, 100, 200,   10, true
			# slow
			  0,  10,   50,   0,   2,   10, true
			  0,  10,   29,   0,   2,   10, false
			# slow but fast enough
			  0,  10,   19,   0,   2,    1, false
			  0,  10,   20,   0,   2,    1, true
			# slow with hardly anything to do
			  0,   3, 5000,   0,   0,   10, false
			  0,   4, 5000,   0,   0,   10, true
			# slow but no busier
			  0,  10,   50,   0,   6,   10, false
			# all are slow
			  0,  50, 5000,   0,  50, 5000, false
			 99,  50, 5000,  99,  50, 5000, false
			# the others have nothing to do
			  0,  10,   50,   0,   0,    0, true
			""")
	void overload(long waiting, long executing, long millis, long othersWaiting, long othersExecuting,
			long othersMillis, boolean overload) {
		Burden burden = new Burden(100, waiting, executing, millis * 1000);
		Burden other = new Burden(100, othersWaiting, othersExecuting, othersMillis * 1000);
		assertThat(burden.isOverload(List.of(other, burden, other))).isEqualTo(overload);
		assertThat(other.isOverload(List.of(other, burden, other))).isFalse();
	}

	@Test
	void mostOfThemOverloadedIsNotTheMattersOfOne() {
		Burden hard = new Burden(100, 50, 200, 500_000);
		assertThat(hard.isOverload(List.of(IDLE, IDLE, hard))).isTrue();
		assertThat(hard.isOverload(List.of(IDLE, hard, hard))).isFalse();
		assertThat(hard.isOverload(List.of(IDLE))).isTrue();
		assertThat(hard.isOverload(List.of(hard))).isFalse();
	}

	@Test
	void whoHasGivenEnoughHasNotRecoveredYet() {
		List<Burden> others = IntStream.range(0, 3).mapToObj((i) -> new Burden(120, 0, 6, 10_000)).toList();
		Burden relieved = new Burden(40, 0, 10, 50_000);
		assertThat(relieved.isOverload(others)).isFalse();
		assertThat(relieved.isHealthy(others)).isFalse();
		assertThat(new Burden(40, 0, 2, 20_000).isHealthy(others)).isFalse();
		assertThat(new Burden(40, 0, 2, 15_000).isHealthy(others)).isTrue();
		assertThat(new Burden(40, 5, 2, 10_000).isHealthy(others)).isFalse();
		assertThat(IDLE.isHealthy(others)).isTrue();
	}

	@Test
	void whatNeverEndsIsSlow() {
		assertThat(Burden.of(heartbeat(50, 0, 0)).response()).isEqualTo(1_000_000);
		assertThat(Burden.of(heartbeat(50, 0, 7000)).response()).isEqualTo(7000);
		assertThat(Burden.of(heartbeat(1, 0, 0)).response()).isZero();
		assertThat(Burden.of(heartbeat(1, -1, 0)).waiting()).isZero();
		assertThat(Burden.of(heartbeat(1, 3, 0)).work()).isEqualTo(4);
	}

	@Test
	void thereIsNobodyToCompareWith() {
		Burden hard = new Burden(100, 50, 200, 500_000);
		assertThat(hard.isOverload(List.of())).isFalse();
		assertThat(new Burden(100, 0, 2, 50_000).isHealthy(List.of())).isTrue();
		assertThat(new Burden(100, 0, 2, 50_000).isHealthy(List.of(IDLE))).as("an idle one is not faster").isTrue();
	}

	@Test
	void explainsItself() {
		assertThat(new Burden(100, 12, 200, 250_000).comparedWith(List.of(new Burden(100, 0, 3, 9_900), IDLE, IDLE)))
			.isEqualTo("12 requests wait for a thread, 200 are executed and half of them take up to 250 ms; in the"
					+ " others 0, 0 and 0 ms");
	}

	private static FromWorker.Heartbeat heartbeat(long executing, long queued, long p50) {
		return new FromWorker.Heartbeat(9, 0, 0, 0, executing, 0, queued, 0, 0, 0, 0, p50, p50, 0);
	}

}
