// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary;

import java.util.LongSummaryStatistics;
import java.util.Map;

import dev.bootcluster.handoff.WorkerHandoffs;

/**
 * How evenly connections are handed to the workers that get any.
 */
final class HandoffShares {

	private static final double DIGITS = 1000;

	private final Map<Long, WorkerHandoffs> workers;

	private final LongSummaryStatistics recent;

	/**
	 * Create shares.
	 * @param workers what has become of each worker's connections, by launch number
	 */
	HandoffShares(Map<Long, WorkerHandoffs> workers) {
		this.workers = workers;
		this.recent = workers.values()
			.stream()
			.filter(WorkerHandoffs::admitted)
			.mapToLong(WorkerHandoffs::recent)
			.summaryStatistics();
	}

	WorkerHandoffs of(long launch) {
		return this.workers.getOrDefault(launch, WorkerHandoffs.NONE);
	}

	/**
	 * Return a worker's part of the recent connections, from 0 to 1.
	 */
	double share(long launch) {
		WorkerHandoffs worker = of(launch);
		return (worker.admitted() && this.recent.getSum() > 0)
				? rounded(worker.recent() / (double) this.recent.getSum()) : 0;
	}

	/**
	 * Return the most recent connections of a worker divided by the fewest, 0 if there
	 * was none.
	 */
	double skew() {
		return (this.recent.getSum() > 0) ? rounded(this.recent.getMax() / (double) Math.max(1, this.recent.getMin()))
				: 0;
	}

	private static double rounded(double value) {
		return Math.round(value * DIGITS) / DIGITS;
	}

}
