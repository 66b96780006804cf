// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.metrics;

import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * An exemplar: one observation of many.
 *
 * @param value what was observed
 * @param labels names and values, such as the id of a trace
 * @param time when, in milliseconds since the epoch; 0 if unknown
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Example(double value, Map<String, String> labels, long time) {

	@SuppressWarnings("NullAway") // JSON leaves empty maps out.
	Example {
		labels = (labels != null) ? Map.copyOf(labels) : Map.of();
	}

	static @Nullable Example latest(@Nullable Example one, @Nullable Example other) {
		if (one == null || other == null) {
			return (one != null) ? one : other;
		}
		return (other.time > one.time) ? other : one;
	}

}
