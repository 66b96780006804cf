// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.benchmarks;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What was measured with sessions, as a table for people and as JSON.
 */
final class SessionReport {

	private final SessionOptions options;

	private final Map<String, Object> machine;

	private final Map<SessionUse, Map<String, List<LoadResult>>> results = new EnumMap<>(SessionUse.class);

	private final List<Double> compiling = new ArrayList<>();

	SessionReport(SessionOptions options, Map<String, Object> machine) {
		this.options = options;
		this.machine = machine;
	}

	void add(SessionUse use, String system, LoadResult result) {
		this.results.computeIfAbsent(use, (key) -> new LinkedHashMap<>())
			.computeIfAbsent(system, (key) -> new ArrayList<>())
			.add(result);
	}

	void addCompiling(double percent) {
		this.compiling.add(percent);
	}

	private List<LoadResult> of(SessionUse use, String system) {
		return this.results.getOrDefault(use, Map.of()).getOrDefault(system, List.of());
	}

	private double rate(SessionUse use, String system) {
		return Results.median(of(use, system), LoadResult::rate);
	}

	/**
	 * The median of the rounds' ratios: what slows the machine for some rounds slows both.
	 */
	private double toBoot(SessionUse use, String system) {
		List<LoadResult> rounds = of(use, system);
		List<LoadResult> boots = of(use, SessionOptions.BOOT);
		return Results.median(IntStream.range(0, Math.min(rounds.size(), boots.size()))
			.mapToObj((round) -> rounds.get(round).rate() / boots.get(round).rate())
			.toList());
	}

	/**
	 * The requests of that use which was used least.
	 */
	long leastRequests(String system) {
		return Stream.of(SessionUse.values())
			.mapToLong((use) -> of(use, system).stream().mapToLong(LoadResult::requests).sum())
			.min()
			.orElseThrow();
	}

	String toText() {
		List<String> lines = new ArrayList<>();
		this.machine.forEach((name, value) -> lines.add("%-8s %s".formatted(name, value)));
		lines.add("%-8s %.1f %% of the processors at most, in a round".formatted("compiling", mostCompiling()));
		for (SessionUse use : SessionUse.values()) {
			lines.add("");
			lines.add("%s, %d sessions, %d connections, %d workers, median of %d rounds of %d s, /boot: of their ratios".formatted(use,
					this.options.sessions, Wrk.CONNECTIONS, this.options.workers, this.options.rounds,
					this.options.seconds));
			lines.add("%-9s %9s %17s %9s %9s %7s %8s %8s".formatted("", "req/s", "min - max", "p50 ms", "p99 ms",
					"errors", "non-2xx", "/boot"));
			this.options.systems.forEach((system) -> lines.add(line(use, system)));
		}
		return String.join(System.lineSeparator(), lines);
	}

	private double mostCompiling() {
		return this.compiling.stream().mapToDouble(Double::doubleValue).max().orElse(0);
	}

	private String line(SessionUse use, String system) {
		List<LoadResult> rounds = of(use, system);
		return "%-9s %,9.0f %17s %9.2f %9.2f %7d %8d %8.3f".formatted(system, rate(use, system), Report.range(rounds),
				Results.median(rounds, LoadResult::p50), Results.median(rounds, LoadResult::p99),
				rounds.stream().mapToLong(LoadResult::socketErrors).sum(),
				rounds.stream().mapToLong(LoadResult::badStatus).sum(), toBoot(use, system));
	}

	String toJson() {
		Map<String, Object> json = Json.object("machine", this.machine, "options", this.options.toJson(),
				"compilingPercent", this.compiling);
		for (SessionUse use : SessionUse.values()) {
			Map<String, Object> systems = new LinkedHashMap<>();
			for (String system : this.options.systems) {
				systems.put(system,
						Json.object("requestsPerSecond", rate(use, system), "toBoot", toBoot(use, system), "rounds",
								of(use, system).stream().map(LoadResult::toJson).toList()));
			}
			json.put(use.name().toLowerCase(Locale.ROOT), systems);
		}
		return Json.write(json) + "\n";
	}

}
