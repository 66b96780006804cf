// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.metrics;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A value and the labels that tell it from others of its family.
 *
 * @param labels names and values
 * @param created when it began to count, in milliseconds since the epoch; 0 if unknown
 * @param time when it was measured, in milliseconds since the epoch; 0 for now
 * @param value its value
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Series(Map<String, String> labels, long created, long time, Value value) {

	@SuppressWarnings("NullAway") // JSON leaves empty maps out.
	Series {
		labels = (labels != null) ? new TreeMap<>(labels) : Map.of();
	}

	Series with(Map<String, String> labels) {
		return new Series(labels, this.created, this.time, this.value);
	}

	/**
	 * Add what only grows of this series, if anything does.
	 */
	void addCounted(List<Series> target) {
		Value counted = this.value.counted();
		if (counted != null) {
			target.add(new Series(this.labels, this.created, 0, counted));
		}
	}

	/**
	 * Return the sum of this series and an older one with the same labels.
	 */
	Series plus(Series older) {
		long created = (this.created == 0 || older.created == 0) ? Math.max(this.created, older.created)
				: Math.min(this.created, older.created);
		return new Series(this.labels, created, this.time, this.value.plus(older.value));
	}

}
