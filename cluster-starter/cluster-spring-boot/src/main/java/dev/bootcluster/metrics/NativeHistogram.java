// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.metrics;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * Counts in buckets whose bounds grow exponentially: bucket {@code i} ends at the
 * {@code i}th power of {@code 2 ^ 2 ^ -schema}.
 *
 * @param schema how fine the buckets are: one more halves them
 * @param zeros how many values are as good as zero
 * @param threshold up to which amount they are
 * @param positive counts of positive values by the number of their bucket
 * @param negative counts of negative values by the number of their amount's bucket
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record NativeHistogram(int schema, long zeros, double threshold, Map<Integer, Long> positive,
		Map<Integer, Long> negative) {

	@SuppressWarnings("NullAway") // JSON leaves empty maps out.
	NativeHistogram {
		positive = (positive != null) ? new TreeMap<>(positive) : Map.of();
		negative = (negative != null) ? new TreeMap<>(negative) : Map.of();
	}

	/**
	 * Return the sum, with the coarser of both layouts.
	 */
	NativeHistogram plus(NativeHistogram other) {
		int schema = Math.min(this.schema, other.schema);
		NativeHistogram one = coarser(schema);
		NativeHistogram two = other.coarser(schema);
		double threshold = Math.max(this.threshold, other.threshold);
		threshold = Math.max(one.atBound(threshold), two.atBound(threshold));
		one = one.upTo(threshold);
		two = two.upTo(threshold);
		Map<Integer, Long> positive = new TreeMap<>(one.positive);
		two.positive.forEach((index, count) -> positive.merge(index, count, Long::sum));
		Map<Integer, Long> negative = new TreeMap<>(one.negative);
		two.negative.forEach((index, count) -> negative.merge(index, count, Long::sum));
		return new NativeHistogram(schema, one.zeros + two.zeros, threshold, positive, negative);
	}

	private NativeHistogram coarser(int schema) {
		int shift = this.schema - schema;
		return (shift == 0) ? this : new NativeHistogram(schema, this.zeros, this.threshold,
				coarser(this.positive, shift), coarser(this.negative, shift));
	}

	private static Map<Integer, Long> coarser(Map<Integer, Long> buckets, int shift) {
		Map<Integer, Long> coarser = new TreeMap<>();
		// Each bucket includes its upper bound.
		buckets.forEach((index, count) -> coarser.merge(((index - 1) >> shift) + 1, count, Long::sum));
		return coarser;
	}

	/**
	 * Return the end of the bucket that a threshold would cut.
	 */
	private double atBound(double threshold) {
		return DoubleStream.concat(cut(this.positive, threshold), cut(this.negative, threshold))
			.max()
			.orElse(threshold);
	}

	private DoubleStream cut(Map<Integer, Long> buckets, double threshold) {
		return buckets.keySet()
			.stream()
			.filter((index) -> end(index - 1) < threshold && threshold < end(index))
			.mapToDouble(this::end);
	}

	private double end(int index) {
		return Math.pow(2, index * Math.pow(2, -this.schema));
	}

	private NativeHistogram upTo(double threshold) {
		Map<Integer, Long> positive = new TreeMap<>(this.positive);
		Map<Integer, Long> negative = new TreeMap<>(this.negative);
		long zeros = this.zeros + takeUpTo(threshold, positive) + takeUpTo(threshold, negative);
		return new NativeHistogram(this.schema, zeros, threshold, positive, negative);
	}

	private long takeUpTo(double threshold, Map<Integer, Long> buckets) {
		long taken = 0;
		for (Map.Entry<Integer, Long> bucket : Map.copyOf(buckets).entrySet()) {
			if (end(bucket.getKey()) <= threshold) {
				taken += bucket.getValue();
				buckets.remove(bucket.getKey());
			}
		}
		return taken;
	}

}
