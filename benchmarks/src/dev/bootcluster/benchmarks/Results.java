/*
 * Copyright 2026 the Boot Cluster authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

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
