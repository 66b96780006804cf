// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.testing;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts durations in buckets that are at most 1/64 of their value wide.
 */
final class LatencyHistogram {

	private static final int STEPS = 64;

	private static final int STEP_BITS = Integer.numberOfTrailingZeros(STEPS);

	private final AtomicLongArray buckets = new AtomicLongArray(STEPS * 40);

	private final AtomicLong max = new AtomicLong();

	void record(Duration duration) {
		long micros = Math.max(0, duration.toNanos() / 1_000);
		this.buckets.incrementAndGet(Math.min(bucket(micros), this.buckets.length() - 1));
		this.max.accumulateAndGet(micros, Math::max);
	}

	Latency summary() {
		return new Latency(percentile(0.50), percentile(0.99), micros(this.max.get()));
	}

	private Duration percentile(double share) {
		long total = 0;
		for (int i = 0; i < this.buckets.length(); i++) {
			total += this.buckets.get(i);
		}
		long wanted = (long) Math.ceil(total * share);
		for (int i = 0; i < this.buckets.length() && wanted > 0; i++) {
			wanted -= this.buckets.get(i);
			if (wanted <= 0) {
				return micros(Math.min(highest(i), this.max.get()));
			}
		}
		return Duration.ZERO;
	}

	private static int bucket(long micros) {
		if (micros < STEPS) {
			return (int) micros;
		}
		int shift = 63 - Long.numberOfLeadingZeros(micros) - STEP_BITS;
		return (shift + 1) * STEPS + (int) ((micros >> shift) - STEPS);
	}

	private static long highest(int bucket) {
		if (bucket < STEPS) {
			return bucket;
		}
		int shift = bucket / STEPS - 1;
		return ((STEPS + bucket % STEPS + 1L) << shift) - 1;
	}

	private static Duration micros(long micros) {
		return Duration.ofNanos(micros * 1_000);
	}

}
