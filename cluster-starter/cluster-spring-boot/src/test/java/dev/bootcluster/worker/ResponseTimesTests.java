// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.time.Duration;

import dev.bootcluster.worker.ResponseTimes.Percentiles;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ResponseTimes}.
 */
class ResponseTimesTests {

	private static final Percentage PRECISION = Percentage.withPercentage(1);

	private final ResponseTimes times = new ResponseTimes();

	@Test
	void percentilesAreInMicrosecondsAndWithinOnePercent() {
		for (int millis = 1; millis <= 1000; millis++) {
			this.times.record(Duration.ofMillis(millis).toNanos());
		}
		Percentiles percentiles = this.times.take();
		assertThat(percentiles.p50()).isCloseTo(500_000, PRECISION);
		assertThat(percentiles.p99()).isCloseTo(990_000, PRECISION);
	}

	@Test
	void eachAnswerIsAboutTheTimeSinceTheLast() {
		this.times.record(5_000_000);
		assertThat(this.times.take().p99()).isCloseTo(5000, PRECISION);
		assertThat(this.times.take()).isEqualTo(Percentiles.NONE);
		this.times.record(1_000_000);
		assertThat(this.times.take().p99()).isCloseTo(1000, PRECISION);
	}

	@Test
	void whatIsTooShortOrTooLongCountsToo() {
		this.times.record(0);
		assertThat(this.times.take()).isEqualTo(new Percentiles(1, 1));
		this.times.record(-1);
		this.times.record(Long.MAX_VALUE);
		assertThat(this.times.take().p99()).isCloseTo(Duration.ofHours(1).toMillis() * 1000, PRECISION);
	}

	@Test
	void resetForgets() {
		this.times.record(5_000_000);
		this.times.reset();
		assertThat(this.times.take()).isEqualTo(Percentiles.NONE);
	}

}
