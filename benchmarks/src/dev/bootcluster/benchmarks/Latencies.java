// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.benchmarks;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How long answers took, and what got none.
 *
 * @param requests all requests
 * @param p50 milliseconds that half of the answers took at most
 * @param p99 milliseconds that all but one of a hundred took at most
 * @param most milliseconds of the slowest
 * @param failures the other requests by what became of them
 */
record Latencies(long requests, double p50, double p99, double most, Map<Outcome, Long> failures) {

	private static final double MILLION = 1_000_000;

	/**
	 * Sum up the requests that were due within some time.
	 * @param samples all requests
	 * @param from the beginning of the time
	 * @param to its end
	 * @return their latencies
	 */
	static Latencies of(List<Sample> samples, long from, long to) {
		List<Sample> due = samples.stream()
			.filter((sample) -> sample.due() - from >= 0 && sample.due() - to < 0)
			.toList();
		double[] millis = due.stream()
			.filter((sample) -> sample.outcome() == Outcome.ANSWERED)
			.mapToDouble((sample) -> sample.nanos() / MILLION)
			.sorted()
			.toArray();
		Map<Outcome, Long> failures = new EnumMap<>(Outcome.class);
		due.stream()
			.filter((sample) -> sample.outcome() != Outcome.ANSWERED)
			.forEach((sample) -> failures.merge(sample.outcome(), 1L, Long::sum));
		return new Latencies(due.size(), quantile(millis, 0.5), quantile(millis, 0.99),
				Arrays.stream(millis).max().orElse(Double.NaN), failures);
	}

	private static double quantile(double[] sorted, double share) {
		return (sorted.length == 0) ? Double.NaN : sorted[(int) Math.ceil(share * sorted.length) - 1];
	}

	long failed() {
		return this.failures.values().stream().mapToLong(Long::longValue).sum();
	}

	Map<String, Object> toJson() {
		Map<String, Object> json = Json.object("requests", this.requests, "p50Millis", this.p50, "p99Millis", this.p99,
				"mostMillis", this.most, "failed", failed());
		this.failures.forEach((outcome, count) -> json.put(outcome.label(), count));
		return json;
	}

	@Override
	public String toString() {
		return "p50 %.2f ms, p99 %.2f ms, most %.1f ms, %d failed %s".formatted(this.p50, this.p99, this.most,
				failed(), this.failures);
	}

}
