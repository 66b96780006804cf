// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.metrics;

import java.util.Map;
import java.util.TreeMap;

/**
 * The label that tells workers' series from each other.
 *
 * @param name its name; empty if the workers' series are added up
 */
record WorkerLabel(String name) {

	/**
	 * What Prometheus does with labels of an application that it sets itself.
	 */
	private static final String EXPORTED = "exported_";

	/**
	 * Return the labels of a worker's series. A label of the application's with this name
	 * gets another.
	 */
	Map<String, String> of(int slot, Map<String, String> labels) {
		if (this.name.isEmpty()) {
			return labels;
		}
		Map<String, String> labelled = new TreeMap<>(labels);
		String own = labelled.put(this.name, Integer.toString(slot));
		if (own != null) {
			String other = EXPORTED + this.name;
			while (labelled.containsKey(other)) {
				other = EXPORTED + other;
			}
			labelled.put(other, own);
		}
		return labelled;
	}

}
