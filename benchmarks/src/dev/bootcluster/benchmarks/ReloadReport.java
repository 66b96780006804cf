// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * All measured reloads as a table and as JSON.
 */
final class ReloadReport {

	private final ReloadOptions options;

	private final Map<String, Object> machine;

	private final Map<ReloadVariant, List<ReloadRound>> rounds = new LinkedHashMap<>();

	private LoadRate rate;

	ReloadReport(ReloadOptions options, Map<String, Object> machine) {
		this.options = options;
		this.machine = machine;
		options.variants().forEach((variant) -> this.rounds.put(variant, new ArrayList<>()));
	}

	void rate(LoadRate rate) {
		this.rate = rate;
	}

	void add(ReloadVariant variant, ReloadRound round) {
		this.rounds.get(variant).add(round);
	}

	private double median(ReloadVariant variant, ToDoubleFunction<ReloadRound> value) {
		return Results.median(this.rounds.get(variant).stream().map(value::applyAsDouble).toList());
	}

	private double most(ReloadVariant variant, ToDoubleFunction<ReloadRound> value) {
		return this.rounds.get(variant).stream().mapToDouble(value).max().orElse(Double.NaN);
	}

	private long failed(ReloadVariant variant) {
		return this.rounds.get(variant).stream().mapToLong(ReloadRound::failed).sum();
	}

	String toText() {
		List<String> lines = new ArrayList<>();
		this.machine.forEach((name, value) -> lines.add("%-8s %s".formatted(name, value)));
		lines.add("");
		lines.add("GET %s, %d connections, every %dth request on a new one; %d workers, bake time %d s"
			.formatted(this.options.path, this.options.connections, this.options.newOneOf, this.options.workers,
					this.options.bakeTime));
		lines.add(this.rate.toString());
		lines.add("Median of %d reloads; milliseconds from when a request was due; 'failed' is a sum, 'most' the most"
			.formatted(this.options.rounds));
		lines.add("%-12s %7s %6s %7s | %7s %7s | %7s %7s %7s | %7s %7s | %7s %7s".formatted("", "req/s", "cpu %",
				"client", "p50", "p99", "p50", "p99", "most", "p99 x", "most x", "failed", "reload"));
		this.rounds.keySet().forEach((variant) -> lines.add(line(variant)));
		return String.join(System.lineSeparator(), lines);
	}

	private String line(ReloadVariant variant) {
		return "%-12s %,7.0f %6.0f %7.0f | %7.2f %7.2f | %7.2f %7.2f %7.1f | %7.2f %7.2f | %7d %5.1f s".formatted(
				variant.label(), median(variant, ReloadRound::rate), median(variant, ReloadRound::cpu),
				median(variant, ReloadRound::client), median(variant, (round) -> round.before().p50()),
				median(variant, (round) -> round.before().p99()), median(variant, (round) -> round.during().p50()),
				median(variant, (round) -> round.during().p99()), most(variant, (round) -> round.during().most()),
				median(variant, ReloadRound::ratio), most(variant, ReloadRound::ratio), failed(variant),
				median(variant, ReloadRound::seconds));
	}

	String toJson() {
		Map<String, Object> variants = new LinkedHashMap<>();
		this.rounds.forEach((variant, rounds) -> variants.put(variant.label(),
				Json.object("p99Ratio", median(variant, ReloadRound::ratio), "p99Before",
						median(variant, (round) -> round.before().p99()), "p99During",
						median(variant, (round) -> round.during().p99()), "cpuPercent",
						median(variant, ReloadRound::cpu), "failed", failed(variant), "reloadSeconds",
						median(variant, ReloadRound::seconds), "rounds",
						rounds.stream().map(ReloadRound::toJson).toList())));
		return Json.write(Json.object("machine", this.machine, "options", this.options.toJson(), "load",
				this.rate.toJson(), "reload", variants)) + "\n";
	}

}
