// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.benchmarks;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The results of all measured rounds.
 */
final class Results {

	private final Map<Part, Map<String, List<LoadResult>>> results = new EnumMap<>(Part.class);

	void add(Part part, String candidate, LoadResult result) {
		this.results.computeIfAbsent(part, (key) -> new LinkedHashMap<>())
			.computeIfAbsent(candidate, (key) -> new ArrayList<>())
			.add(result);
	}

	List<LoadResult> of(Part part, String candidate) {
		return this.results.getOrDefault(part, Map.of()).getOrDefault(candidate, List.of());
	}

	/**
	 * Divide the rates of two candidates round by round: what slows a machine down for a
	 * while then slows both.
	 * @param part the kind of load
	 * @param candidate the one to compare
	 * @param base the one to compare it with
	 * @return the median of the rounds' ratios, or not a number if one was not measured
	 */
	double ratio(Part part, String candidate, String base) {
		List<LoadResult> rounds = of(part, candidate);
		List<LoadResult> bases = of(part, base);
		return median(IntStream.range(0, Math.min(rounds.size(), bases.size()))
			.mapToObj((i) -> rounds.get(i).rate() / bases.get(i).rate())
			.toList());
	}

	static double median(List<LoadResult> results, ToDoubleFunction<LoadResult> value) {
		return median(results.stream().map(value::applyAsDouble).toList());
	}

	/**
	 * The middle one of some values, or the mean of the middle two.
	 * @param values the values
	 * @return the median, or not a number if there are no values
	 */
	static double median(List<Double> values) {
		List<Double> sorted = values.stream().sorted().toList();
		int size = sorted.size();
		return sorted.isEmpty() ? Double.NaN : (sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2;
	}

}
