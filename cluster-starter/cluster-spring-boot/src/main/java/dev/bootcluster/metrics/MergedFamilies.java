// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.metrics;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Families of several processes, merged by name. Newer processes come first: theirs are
 * the descriptions and the kinds.
 */
final class MergedFamilies {

	private final Map<String, Family> families = new TreeMap<>();

	private final Map<String, Map<Map<String, String>, Series>> series = new LinkedHashMap<>();

	/**
	 * Add families.
	 * @param families the families
	 * @param labels returns the labels that a series gets in place of its own
	 */
	void add(List<Family> families, Function<Map<String, String>, Map<String, String>> labels) {
		for (Family family : families) {
			Family known = this.families.putIfAbsent(family.name(), family);
			if (known == null || known.kind().includes(family.kind())) {
				Map<Map<String, String>, Series> all = this.series.computeIfAbsent(family.name(),
						(name) -> new LinkedHashMap<>());
				for (Series one : family.series()) {
					Series labelled = one.with(labels.apply(one.labels()));
					all.merge(labelled.labels(), labelled, Series::plus);
				}
			}
		}
	}

	/**
	 * Return the families, by name.
	 */
	List<Family> toList() {
		return this.families.values()
			.stream()
			.map((family) -> family.with(List.copyOf(this.series.getOrDefault(family.name(), Map.of()).values())))
			.toList();
	}

}
