// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.metrics;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Series with a name in common.
 *
 * @param name the name
 * @param kind what the series are
 * @param help what they mean, {@code null} if unknown
 * @param unit their unit, {@code null} if unknown
 * @param series the series
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Family(String name, Kind kind, @Nullable String help, @Nullable String unit, List<Series> series) {

	@SuppressWarnings("NullAway") // JSON leaves empty lists out.
	Family {
		series = (series != null) ? List.copyOf(series) : List.of();
	}

	/**
	 * Return what only grows of these families.
	 */
	static List<Family> counted(List<Family> families) {
		List<Family> counted = new ArrayList<>();
		for (Family family : families) {
			List<Series> series = new ArrayList<>();
			if (family.kind().counts()) {
				family.series().forEach((one) -> one.addCounted(series));
			}
			if (!series.isEmpty()) {
				counted.add(family.with(series));
			}
		}
		return counted;
	}

	/**
	 * Return this summary as one whose count and sum rise and fall.
	 */
	Family ofPresentValues() {
		return (this.kind == Kind.SUMMARY)
				? new Family(this.name, Kind.GAUGE_SUMMARY, this.help, this.unit, this.series) : this;
	}

	Family with(List<Series> series) {
		return new Family(this.name, this.kind, this.help, this.unit, series);
	}

}
