// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Everything that was measured, as tables for people and as JSON.
 */
final class Report {

	private final Options options;

	private final Map<String, Object> json;

	private final List<String> lines = new ArrayList<>();

	Report(Options options, Map<String, Object> machine) {
		this.options = options;
		this.json = Json.object("machine", machine, "options",
				Json.object("workers", options.workers, "rounds", options.rounds, "seconds", options.seconds,
						"connections", Wrk.CONNECTIONS, "jvmArgs", String.join(" ", options.jvmArgs), "jar",
						options.jar.toString()));
		machine.forEach((name, value) -> this.lines.add("%-8s %s".formatted(name, value)));
	}

	void warmUp(int rounds, long mostTimeWaits) {
		this.json.put("warmupRounds", rounds);
		this.json.put("mostTimeWaits", mostTimeWaits);
		line("");
		line("%d warm-up rounds; at most %,d connections in TIME_WAIT", rounds, mostTimeWaits);
	}

	/**
	 * Add the table of one kind of load.
	 * @param part the kind
	 * @param title what it is called
	 * @param results the results
	 */
	void load(Part part, String title, Results results) {
		Map<String, Object> all = new LinkedHashMap<>();
		line("");
		line("%s, %d connections, median of %d rounds of %d s", title, Wrk.CONNECTIONS, this.options.rounds,
				this.options.seconds);
		line("%-17s %9s %17s %9s %9s %7s %8s %8s %8s %12s %7s", "", "req/s", "min - max", "p50 ms", "p99 ms", "errors",
				"non-2xx", "/plain", "/nginx", "/round-robin", "us");
		for (String system : this.options.systems) {
			List<LoadResult> rounds = results.of(part, system);
			double rate = Results.median(rounds, LoadResult::rate);
			double toPlain = results.ratio(part, system, "plain");
			double toNginx = results.ratio(part, system, "nginx");
			double toRoundRobin = results.ratio(part, system, "round-robin");
			line("%-17s %,9.0f %17s %9.2f %9.2f %7d %8d %8s %8s %12s %7.1f", system, rate, range(rounds),
					Results.median(rounds, LoadResult::p50), Results.median(rounds, LoadResult::p99),
					rounds.stream().mapToLong(LoadResult::socketErrors).sum(),
					rounds.stream().mapToLong(LoadResult::badStatus).sum(), text(toPlain), text(toNginx),
					text(toRoundRobin),
					Results.median(rounds, LoadResult::micros));
			all.put(system,
					Json.object("requestsPerSecond", rate, "p50Millis", Results.median(rounds, LoadResult::p50),
							"p99Millis", Results.median(rounds, LoadResult::p99), "toPlain", toPlain, "toNginx", toNginx,
							"toRoundRobin", toRoundRobin, "rounds",
							rounds.stream().map(LoadResult::toJson).toList()));
		}
		this.json.put(part.name().toLowerCase(Locale.ROOT), all);
	}

	static String range(List<LoadResult> rounds) {
		return "%,.0f - %,.0f".formatted(rounds.stream().mapToDouble(LoadResult::rate).min().orElse(0),
				rounds.stream().mapToDouble(LoadResult::rate).max().orElse(0));
	}

	/**
	 * Add a table with one number for each system.
	 * @param name its name in JSON
	 * @param title what it is called
	 * @param samples the samples of each system
	 */
	void single(String name, String title, Map<String, List<Double>> samples) {
		Map<String, Object> all = new LinkedHashMap<>();
		ToDoubleFunction<String> median = (system) -> Results.median(samples.getOrDefault(system, List.of()));
		line("");
		line("%s", title);
		line("%-18s %9s %8s %8s", "", "", "/plain", "/nginx");
		for (String system : samples.keySet()) {
			double value = median.applyAsDouble(system);
			line("%-18s %,9.2f %8s %8s", system, value, ratio(value, median.applyAsDouble("plain")),
					ratio(value, median.applyAsDouble("nginx")));
			all.put(system, Json.object("median", value, "samples", samples.get(system)));
		}
		this.json.put(name, all);
	}

	private static String ratio(double value, double base) {
		return text(value / base);
	}

	private static String text(double ratio) {
		return Double.isFinite(ratio) ? "%.2f".formatted(ratio) : "-";
	}

	private void line(String format, Object... args) {
		this.lines.add(format.formatted(args));
	}

	String toText() {
		return String.join(System.lineSeparator(), this.lines);
	}

	String toJson() {
		return Json.write(this.json) + "\n";
	}

}
