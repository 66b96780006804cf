// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.metrics;

/**
 * What the series of a family are.
 */
enum Kind {

	/**
	 * What only grows.
	 */
	COUNTER,

	/**
	 * What rises and falls.
	 */
	GAUGE,

	/**
	 * Counts of observed values, by size.
	 */
	HISTOGRAM,

	/**
	 * Counts of present values, by size.
	 */
	GAUGE_HISTOGRAM,

	/**
	 * The count and the sum of observed values.
	 */
	SUMMARY,

	/**
	 * The count and the sum of present values, such as the ages of tasks that run.
	 * Prometheus takes it for a summary.
	 */
	GAUGE_SUMMARY,

	/**
	 * Labels that tell something.
	 */
	INFO,

	/**
	 * States, each of which applies or does not.
	 */
	STATE_SET,

	/**
	 * A value of which nothing is known.
	 */
	UNKNOWN,

	/**
	 * A meter of Micrometer's with its measurements.
	 */
	METER;

	/**
	 * Whether its series have something that only grows.
	 */
	boolean counts() {
		return this == COUNTER || this == HISTOGRAM || this == SUMMARY || this == METER;
	}

	/**
	 * Whether what another kind counts can be added. An application that defines
	 * objectives for a timer turns a summary into a histogram.
	 */
	boolean includes(Kind other) {
		return this == other || (isDistribution() && other.isDistribution());
	}

	private boolean isDistribution() {
		return this == HISTOGRAM || this == SUMMARY;
	}

}
