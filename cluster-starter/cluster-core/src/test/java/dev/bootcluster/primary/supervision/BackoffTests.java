// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.supervision;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Backoff}.
 */
class BackoffTests {

	@Test
	void firstFailureWaitsNotAtAll() {
		assertThat(new Backoff(() -> 1).delay(0)).isZero();
		assertThat(new Backoff(() -> 1).delay(1)).isZero();
	}

	@Test
	void waitDoublesFromOneSecondToThirty() {
		Backoff backoff = new Backoff(() -> 0.5);
		assertThat(List.of(2, 3, 4, 5, 6, 7, 8, 100, Integer.MAX_VALUE))
			.extracting((failures) -> backoff.delay(failures).toSeconds())
			.containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L, 30L, 30L);
	}

	@Test
	void jitterIsAQuarterInEachDirection() {
		assertThat(new Backoff(() -> 0).delay(4)).isEqualTo(Duration.ofSeconds(3));
		assertThat(new Backoff(() -> 1).delay(4)).isEqualTo(Duration.ofSeconds(5));
	}

	@Test
	void jitterNeverWaitsLongerThanThirtySeconds() {
		assertThat(new Backoff(() -> 1).delay(50)).isEqualTo(Duration.ofSeconds(30));
		assertThat(new Backoff(() -> 0).delay(50)).isEqualTo(Duration.ofMillis(22500));
	}

}
