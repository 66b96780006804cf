// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.metrics;

import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NativeHistogram}.
 */
class NativeHistogramTests {

	@Test
	void finerBucketsAreJoined() {
		// With schema 1 buckets end at powers of the root of 2, with schema 0 at powers
		// of 2.
		NativeHistogram fine = new NativeHistogram(1, 0, 0, Map.of(-1, 1L, 0, 2L, 1, 4L, 2, 8L, 3, 16L), Map.of(2, 1L));
		NativeHistogram coarse = new NativeHistogram(0, 0, 0, Map.of(1, 100L), Map.of());
		NativeHistogram sum = new NativeHistogram(0, 0, 0, Map.of(0, 3L, 1, 112L, 2, 16L), Map.of(1, 1L));
		assertThat(fine.plus(coarse)).isEqualTo(sum);
		assertThat(coarse.plus(fine)).isEqualTo(sum);
	}

	@Test
	void moreThanOneStepIsJoinedAtOnce() {
		NativeHistogram fine = new NativeHistogram(2, 0, 0, Map.of(1, 1L, 4, 1L, 5, 1L), Map.of());
		assertThat(fine.plus(new NativeHistogram(0, 0, 0, Map.of(), Map.of())))
			.isEqualTo(new NativeHistogram(0, 0, 0, Map.of(1, 2L, 2, 1L), Map.of()));
	}

	@Test
	void greaterThresholdTakesTheBucketsBelow() {
		NativeHistogram wide = new NativeHistogram(0, 5, 3, Map.of(3, 1L), Map.of());
		NativeHistogram narrow = new NativeHistogram(0, 1, 0.5, Map.of(0, 2L, 1, 4L, 2, 8L, 3, 16L), Map.of(1, 32L));
		// 3 would cut the bucket from 2 to 4.
		assertThat(wide.plus(narrow))
			.isEqualTo(new NativeHistogram(0, 5 + 1 + 2 + 4 + 8 + 32, 4, Map.of(3, 17L), Map.of()));
	}

}
