// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.benchmarks;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

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
