// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.metrics;

import java.util.List;
import java.util.Map;

import dev.bootcluster.metrics.Distribution.Bucket;
import dev.bootcluster.metrics.Distribution.Quantile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Distribution}.
 */
class DistributionTests {

	private static final double INFINITE = Double.POSITIVE_INFINITY;

	@Test
	void bucketsWithTheSameBoundsAreAddedUp() {
		Value sum = histogram(3, bucket(0.1, 1), bucket(INFINITE, 2))
			.plus(histogram(4, bucket(0.1, 3), bucket(INFINITE, 4)));
		assertThat(sum).isEqualTo(histogram(7, bucket(0.1, 4), bucket(INFINITE, 6)));
	}

	@Test
	void olderBucketGoesToTheNextGreaterOne() {
		Value sum = histogram(1, bucket(0.2, 0), bucket(0.5, 0), bucket(INFINITE, 1))
			.plus(histogram(1, bucket(0.1, 1), bucket(0.3, 2), bucket(0.5, 4), bucket(1, 8), bucket(INFINITE, 16)));
		assertThat(sum).isEqualTo(histogram(2, bucket(0.2, 1), bucket(0.5, 6), bucket(INFINITE, 25)));
	}

	@Test
	void summaryThatBecameAHistogramCountsOn() {
		Value sum = histogram(1, bucket(0.2, 1), bucket(INFINITE, 1)).plus(summary(5, 10));
		assertThat(sum).isEqualTo(
				new Distribution(7, 11, List.of(), List.of(bucket(0.2, 1), bucket(INFINITE, 6)), null, List.of()));
	}

	@Test
	void histogramThatBecameASummaryCountsOn() {
		assertThat(summary(1, 2).plus(histogram(3, bucket(INFINITE, 4)))).isEqualTo(summary(5, 5));
	}

	@Test
	void quantilesOfTwoHaveNoSum() {
		Distribution one = new Distribution(1, 1, List.of(new Quantile(0.5, 1)), List.of(), null, List.of());
		assertThat(one.plus(one)).isEqualTo(summary(2, 2));
		assertThat(((Distribution) one.plus(summary(1, 1))).quantiles()).hasSize(1);
		assertThat(((Distribution) summary(1, 1).plus(one)).quantiles()).hasSize(1);
	}

	@Test
	void whatIsUnknownIsNoZero() {
		assertThat(summary(-1, Double.NaN).plus(summary(-1, Double.NaN))).isEqualTo(summary(-1, Double.NaN));
		assertThat(summary(-1, Double.NaN).plus(summary(2, 3))).isEqualTo(summary(2, 3));
	}

	@Test
	void countsAreWithoutExamplesAndQuantiles() {
		Distribution all = new Distribution(1, 1, List.of(new Quantile(0.5, 1)), List.of(bucket(INFINITE, 1)), null,
				List.of(new Example(1, Map.of(), 1)));
		assertThat(all.counted()).isEqualTo(histogram(1, bucket(INFINITE, 1)));
	}

	@Test
	void nativeHistogramsOfBothAreAddedUp() {
		NativeHistogram half = new NativeHistogram(0, 1, 0, Map.of(1, 2L), Map.of());
		Value sum = exponential(half).plus(exponential(half));
		assertThat(sum).isEqualTo(new Distribution(6, 2, List.of(), List.of(),
				new NativeHistogram(0, 2, 0, Map.of(1, 4L), Map.of()), List.of()));
	}

	@Test
	void classicBucketsRemainIfOnlyOneIsNativeAsWell() {
		NativeHistogram half = new NativeHistogram(0, 1, 0, Map.of(1, 2L), Map.of());
		Distribution both = new Distribution(3, 1, List.of(), List.of(bucket(INFINITE, 3)), half, List.of());
		assertThat(both.plus(histogram(1, bucket(INFINITE, 2)))).isEqualTo(histogram(2, bucket(INFINITE, 5)));
		assertThat(exponential(half).plus(histogram(1, bucket(INFINITE, 2)))).isEqualTo(exponential(half));
	}

	private static Distribution histogram(double sum, Bucket... buckets) {
		long count = List.of(buckets).stream().mapToLong(Bucket::count).sum();
		return new Distribution(count, sum, List.of(), List.of(buckets), null, List.of());
	}

	private static Distribution exponential(@Nullable NativeHistogram counts) {
		return new Distribution(3, 1, List.of(), List.of(), counts, List.of());
	}

	private static Distribution summary(long count, double sum) {
		return new Distribution(count, sum, List.of(), List.of(), null, List.of());
	}

	private static Bucket bucket(double bound, long count) {
		return new Bucket(bound, count);
	}

}
