// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

import java.util.concurrent.TimeUnit;

/**
 * How long responses take: an average in which the latest count most, and which decays
 * while there are none, so that what was slow once is tried again.
 */
final class ResponseAverage {

	/**
	 * After this time a response counts for a third.
	 */
	static final long WINDOW = TimeUnit.SECONDS.toNanos(5);

	private double nanos;

	private long updated;

	/**
	 * Responses have ended.
	 * @param now the monotonic time in nanoseconds
	 * @param nanos how long they took on average
	 */
	void add(long now, long nanos) {
		double kept = (this.nanos > 0) ? remaining(now) : 0;
		this.nanos = Math.max(1, this.nanos * kept + nanos * (1 - kept));
		this.updated = now;
	}

	/**
	 * Return the average while there is more to come, 0 if there was nothing yet.
	 */
	long nanos() {
		return (long) this.nanos;
	}

	/**
	 * Return the average after a time in which there was nothing to do, 0 if there never
	 * was.
	 */
	long idleNanos(long now) {
		return (this.nanos > 0) ? Math.max(1, (long) (this.nanos * remaining(now))) : 0;
	}

	void reset() {
		this.nanos = 0;
	}

	private double remaining(long now) {
		return Math.exp(-(double) (now - this.updated) / WINDOW);
	}

}
