// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.redis;

import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RequestBudget}.
 */
class RequestBudgetTests {

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private final RequestBudget budget = RequestBudget.open();

	@AfterEach
	void close() {
		this.budget.close();
	}

	@Test
	void otherCommandsHaveRedisTimeout() {
		assertThat(RequestBudget.limit(MINUTE)).isEqualTo(MINUTE);
	}

	@Test
	void commandOfASessionHasTheBudgetOrRedisTimeoutIfThatIsLess() throws Throwable {
		RequestBudget.spend(() -> {
			assertThat(RequestBudget.limit(MINUTE)).isPositive().isLessThanOrEqualTo(RequestBudget.OF_A_REQUEST);
			assertThat(RequestBudget.limit(Duration.ofMillis(10))).isEqualTo(Duration.ofMillis(10));
			return null;
		});
		assertThat(RequestBudget.limit(MINUTE)).isEqualTo(MINUTE);
	}

	@Test
	void commandOfASessionHasTheBudgetWhereLettuceHasNoTimeout() throws Throwable {
		RequestBudget.spend(() -> {
			assertThat(RequestBudget.limit(Duration.ZERO)).isBetween(RequestBudget.OF_A_REQUEST.dividedBy(2),
					RequestBudget.OF_A_REQUEST);
			return null;
		});
		assertThat(RequestBudget.limit(Duration.ZERO)).isZero();
	}

	@Test
	void callsOfARequestShareItsBudget() throws Throwable {
		for (int i = 0; i < 2; i++) {
			RequestBudget.spend(() -> {
				Duration before = RequestBudget.limit(MINUTE);
				long start = System.nanoTime();
				while (System.nanoTime() - start < Duration.ofMillis(20).toNanos()) {
					Thread.onSpinWait();
				}
				assertThat(RequestBudget.limit(MINUTE)).isLessThanOrEqualTo(before.minusMillis(20));
				return null;
			});
		}
		RequestBudget.spend(() -> {
			assertThat(RequestBudget.limit(MINUTE)).isLessThanOrEqualTo(RequestBudget.OF_A_REQUEST.minusMillis(40));
			return null;
		});
	}

	@Test
	void callWithinACallSpendsOnce() throws Throwable {
		RequestBudget.spend(() -> {
			RequestBudget.spend(() -> null);
			assertThat(RequestBudget.limit(MINUTE)).as("still in the outer call").isLessThan(MINUTE);
			return null;
		});
	}

	@Test
	void dispatchWithinARequestSharesItsBudget() {
		assertThat(RequestBudget.open()).isNull();
	}

	@Test
	void nextRequestBeginsAnew() throws Throwable {
		RequestBudget.spend(() -> null);
		this.budget.close();
		assertThat(RequestBudget.open()).isNotNull().isNotSameAs(this.budget);
	}

}
