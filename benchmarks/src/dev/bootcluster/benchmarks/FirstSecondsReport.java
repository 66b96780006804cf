// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The first seconds of all systems as a table and as JSON.
 */
final class FirstSecondsReport {

	private final FirstSecondsOptions options;

	private final Map<String, Object> machine;

	private final Map<String, List<List<LoadResult>>> starts = new LinkedHashMap<>();

	FirstSecondsReport(FirstSecondsOptions options, Map<String, Object> machine) {
		this.options = options;
		this.machine = machine;
		options.systems.forEach((system) -> this.starts.put(system, new ArrayList<>()));
	}

	/**
	 * Add a start.
	 * @param system what started
	 * @param slices what came of the load, in the order of time
	 */
	void add(String system, List<LoadResult> slices) {
		this.starts.get(system).add(slices);
	}

	private double requests(String system) {
		return Results.median(this.starts.get(system)
			.stream()
			.map((slices) -> slices.stream().mapToDouble(LoadResult::requests).sum())
			.toList());
	}

	private double requests(String system, int slice) {
		return Results.median(this.starts.get(system).stream().map((slices) -> slices.get(slice)).toList(),
				LoadResult::requests);
	}

	private double toPlain(String system) {
		return this.starts.containsKey(FirstSecondsOptions.PLAIN)
				? requests(system) / requests(FirstSecondsOptions.PLAIN) : Double.NaN;
	}

	private long failed(String system) {
		return this.starts.get(system)
			.stream()
			.flatMap(List::stream)
			.mapToLong((slice) -> slice.socketErrors() + slice.badStatus())
			.sum();
	}

	String toText() {
		List<String> lines = new ArrayList<>();
		this.machine.forEach((name, value) -> lines.add("%-8s %s".formatted(name, value)));
		lines.add("");
		lines.add("GET /hello, %d connections, %d workers (%s): requests answered in the first %d s, in each %d s"
			.formatted(Wrk.CONNECTIONS, this.options.workers, this.options.balancing,
					this.options.slices() * FirstSecondsOptions.SLICE_SECONDS, FirstSecondsOptions.SLICE_SECONDS));
		lines.add("Median of %d starts; 'failed' is a sum".formatted(this.options.rounds));
		lines.add("%-9s %9s %7s %7s | %s".formatted("", "requests", "/plain", "failed", "in each slice"));
		this.starts.keySet().forEach((system) -> lines.add(line(system)));
		return String.join(System.lineSeparator(), lines);
	}

	private String line(String system) {
		String slices = IntStream.range(0, this.options.slices())
			.mapToObj((slice) -> "%,8.0f".formatted(requests(system, slice)))
			.collect(Collectors.joining(" "));
		return "%-9s %,9.0f %7.2f %7d | %s".formatted(system, requests(system), toPlain(system), failed(system),
				slices);
	}

	String toJson() {
		Map<String, Object> systems = new LinkedHashMap<>();
		this.starts.forEach((system, starts) -> systems.put(system, Json.object("requests", requests(system), "toPlain",
				toPlain(system), "starts",
				starts.stream().map((slices) -> slices.stream().map(LoadResult::toJson).toList()).toList())));
		return Json.write(Json.object("machine", this.machine, "options", this.options.toJson(), "warmup", systems))
				+ "\n";
	}

}
