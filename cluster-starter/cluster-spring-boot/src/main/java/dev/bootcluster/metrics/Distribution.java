// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * How many values were observed, and of what size.
 *
 * @param count how many, negative if unknown
 * @param sum their sum, NaN if unknown
 * @param quantiles quantiles of some of them
 * @param buckets counts by the greatest value that each includes, ascending and not
 * cumulative; empty if there are none
 * @param exponential counts by size as in a native histogram, {@code null} if there are
 * none
 * @param exemplars some of the values
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Distribution(long count, double sum, List<Quantile> quantiles, List<Bucket> buckets,
		@Nullable NativeHistogram exponential, List<Example> exemplars) implements Value {

	@SuppressWarnings("NullAway") // JSON leaves empty lists out.
	Distribution {
		quantiles = (quantiles != null) ? List.copyOf(quantiles) : List.of();
		buckets = (buckets != null) ? List.copyOf(buckets) : List.of();
		exemplars = (exemplars != null) ? List.copyOf(exemplars) : List.of();
	}

	/**
	 * Return the sum in the layout of this distribution. What the older one has counted
	 * in a bucket that this one does not have goes to the next greater one, so that no
	 * bucket ever counts less than before. If both have quantiles, the sum has none:
	 * nobody can tell them.
	 */
	@Override
	public Value plus(Value older) {
		if (!(older instanceof Distribution other)) {
			return this;
		}
		boolean exponentialOnly = this.exponential != null && this.buckets.isEmpty();
		if (exponentialOnly && other.exponential == null) {
			return this;
		}
		NativeHistogram exponential = (this.exponential != null && other.exponential != null)
				? this.exponential.plus(other.exponential) : null;
		return new Distribution(known(this.count, other.count), known(this.sum, other.sum), quantiles(other),
				withBucketsOf(other), exponential,
				Stream.concat(this.exemplars.stream(), other.exemplars.stream()).toList());
	}

	private List<Quantile> quantiles(Distribution other) {
		if (this.quantiles.isEmpty() || other.quantiles.isEmpty()) {
			return this.quantiles.isEmpty() ? other.quantiles : this.quantiles;
		}
		return List.of();
	}

	private static long known(long one, long other) {
		return (one < 0 || other < 0) ? Math.max(one, other) : one + other;
	}

	private static double known(double one, double other) {
		if (Double.isNaN(one) || Double.isNaN(other)) {
			return Double.isNaN(one) ? other : one;
		}
		return one + other;
	}

	private List<Bucket> withBucketsOf(Distribution other) {
		if (this.buckets.isEmpty()) {
			return List.of();
		}
		List<Bucket> added = !other.buckets.isEmpty() ? other.buckets
				: List.of(new Bucket(Double.POSITIVE_INFINITY, Math.max(0, other.count)));
		long[] counts = this.buckets.stream().mapToLong(Bucket::count).toArray();
		for (Bucket bucket : added) {
			int target = 0;
			while (target < counts.length - 1 && this.buckets.get(target).bound() < bucket.bound()) {
				target++;
			}
			counts[target] += bucket.count();
		}
		List<Bucket> sums = new ArrayList<>();
		for (int i = 0; i < counts.length; i++) {
			sums.add(new Bucket(this.buckets.get(i).bound(), counts[i]));
		}
		return sums;
	}

	@Override
	public Value counted() {
		return new Distribution(this.count, this.sum, List.of(), this.buckets, this.exponential, List.of());
	}

	/**
	 * How many values were no greater than a bound, and greater than the one before.
	 *
	 * @param bound the bound
	 * @param count how many
	 */
	record Bucket(double bound, long count) {

	}

	/**
	 * A quantile.
	 *
	 * @param quantile the share, between 0 and 1
	 * @param value the value that so many do not exceed
	 */
	record Quantile(double quantile, double value) {

	}

}
