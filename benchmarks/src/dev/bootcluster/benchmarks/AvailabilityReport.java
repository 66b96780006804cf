// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * All rounds of the availability run as a table and as JSON.
 */
final class AvailabilityReport {

	private final AvailabilityOptions options;

	private final Map<String, Object> machine;

	private final Map<String, List<Tally>> rounds = new LinkedHashMap<>();

	AvailabilityReport(AvailabilityOptions options, Map<String, Object> machine) {
		this.options = options;
		this.machine = machine;
		options.systems.forEach((system) -> this.rounds.put(system, new ArrayList<>()));
	}

	void add(String system, Tally tally) {
		this.rounds.get(system).add(tally);
	}

	private double median(String system, ToDoubleFunction<Tally> value) {
		return Results.median(this.rounds.getOrDefault(system, List.of()).stream().map(value::applyAsDouble).toList());
	}

	private double toNode(String system, ToDoubleFunction<Tally> value) {
		return median(system, value) / median(AvailabilityOptions.NODE, value);
	}

	String toText() {
		List<String> lines = new ArrayList<>();
		this.machine.forEach((name, value) -> lines.add("%-8s %s".formatted(name, value)));
		lines.add("");
		lines.add("GET %s, new connection each, %d connections, %d s, %d workers that exit within %d s of being ready"
			.formatted(this.options.path, this.options.connections, this.options.seconds, this.options.workers,
					this.options.exitWithin));
		lines.add("Median of %d rounds".formatted(this.options.rounds));
		lines.add("%-18s %9s %6s %7s %7s %11s %7s %9s %9s %9s".formatted("", "requests", "exits", "failed", "/node",
				"per million", "/node", "per exit", "p50 ms", "most ms"));
		for (String system : this.options.systems) {
			lines.add("%-18s %,9.0f %6.0f %7.0f %7s %,11.0f %7s %9.1f %,9.0f %,9.0f".formatted(system,
					median(system, Tally::requests), median(system, Tally::exits), median(system, Tally::failed),
					ratio(toNode(system, Tally::failed)), median(system, Tally::failedPerMillion),
					ratio(toNode(system, Tally::failedPerMillion)), median(system, Tally::failedPerExit),
					median(system, Tally::medianMillis), median(system, Tally::mostMillis)));
		}
		lines.add("");
		lines.add("Failures of all rounds by kind");
		lines.add("%-18s".formatted("") + kinds(Outcome::label));
		for (String system : this.options.systems) {
			lines.add("%-18s".formatted(system) + kinds((outcome) -> sum(system, outcome)));
		}
		return String.join(System.lineSeparator(), lines);
	}

	private static String kinds(Function<Outcome, Object> column) {
		return Tally.failures()
			.stream()
			.map((outcome) -> " %9s".formatted(column.apply(outcome)))
			.collect(Collectors.joining());
	}

	private long sum(String system, Outcome outcome) {
		return this.rounds.get(system).stream().mapToLong((tally) -> tally.count(outcome)).sum();
	}

	private static String ratio(double value) {
		return Double.isFinite(value) ? "%.2f".formatted(value) : "-";
	}

	String toJson() {
		Map<String, Object> systems = new LinkedHashMap<>();
		this.rounds.forEach((system, tallies) -> systems.put(system,
				Json.object("requests", median(system, Tally::requests), "exits", median(system, Tally::exits),
						"failed", median(system, Tally::failed), "failedToNode", toNode(system, Tally::failed),
						"failedPerMillion", median(system, Tally::failedPerMillion), "failedPerMillionToNode",
						toNode(system, Tally::failedPerMillion), "failedPerExit", median(system, Tally::failedPerExit),
						"rounds", tallies.stream().map(Tally::toJson).toList())));
		return Json.write(
				Json.object("machine", this.machine, "options", this.options.toJson(), "availability", systems)) + "\n";
	}

}
