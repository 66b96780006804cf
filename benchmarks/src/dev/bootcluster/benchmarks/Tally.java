// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.benchmarks;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How the requests of one load ended.
 */
final class Tally {

	private static final double MILLION = 1_000_000;

	private final Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);

	private final List<Double> millis = new ArrayList<>();

	private int exits;

	void add(Exchange exchange) {
		this.counts.merge(exchange.outcome(), 1L, Long::sum);
		if (exchange.outcome() == Outcome.ANSWERED) {
			this.millis.add(exchange.nanos() / MILLION);
		}
	}

	void exits(int exits) {
		this.exits = exits;
	}

	static List<Outcome> failures() {
		return Stream.of(Outcome.values()).filter((outcome) -> outcome != Outcome.ANSWERED).toList();
	}

	int exits() {
		return this.exits;
	}

	long count(Outcome outcome) {
		return this.counts.getOrDefault(outcome, 0L);
	}

	long requests() {
		return this.counts.values().stream().mapToLong(Long::longValue).sum();
	}

	long failed() {
		return requests() - count(Outcome.ANSWERED);
	}

	double failedPerMillion() {
		return failed() * MILLION / requests();
	}

	double failedPerExit() {
		return (double) failed() / this.exits;
	}

	double medianMillis() {
		return Results.median(this.millis);
	}

	double mostMillis() {
		return this.millis.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
	}

	Map<String, Object> toJson() {
		Map<String, Object> json = Json.object("requests", requests(), "exits", this.exits, "failed", failed(),
				"failedPerMillion", failedPerMillion(), "failedPerExit", failedPerExit(), "medianMillis",
				medianMillis(), "mostMillis", mostMillis());
		failures().forEach((outcome) -> json.put(outcome.label(), count(outcome)));
		return json;
	}

	@Override
	public String toString() {
		return "%,d requests, %d exits, %d failed %s, p50 %.0f ms, most %.0f ms".formatted(requests(), this.exits,
				failed(), this.counts, medianMillis(), mostMillis());
	}

}
