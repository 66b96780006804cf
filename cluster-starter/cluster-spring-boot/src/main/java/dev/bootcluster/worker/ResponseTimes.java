// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.util.concurrent.TimeUnit;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/**
 * How long requests took. Any thread may record, without waiting for another; one asks
 * for the percentiles.
 */
final class ResponseTimes {

	/**
	 * In microseconds; what takes longer counts as an hour.
	 */
	private static final long LONGEST = TimeUnit.HOURS.toMicros(1);

	/**
	 * Percentiles are within 1 %.
	 */
	private static final int DIGITS = 2;

	private final Recorder recorder = new Recorder(1, LONGEST, DIGITS);

	private @Nullable Histogram interval;

	void record(long nanos) {
		this.recorder.recordValue(Math.max(1, Math.min(LONGEST, TimeUnit.NANOSECONDS.toMicros(nanos))));
	}

	/**
	 * Return the percentiles of what was recorded since the last call.
	 */
	Percentiles take() {
		Histogram interval = this.recorder.getIntervalHistogram(this.interval);
		this.interval = interval;
		return (interval.getTotalCount() == 0) ? Percentiles.NONE
				: new Percentiles(interval.getValueAtPercentile(50), interval.getValueAtPercentile(99));
	}

	void reset() {
		this.recorder.reset();
	}

	/**
	 * Percentiles in microseconds, 0 if there were no requests.
	 */
	record Percentiles(long p50, long p99) {

		static final Percentiles NONE = new Percentiles(0, 0);

	}

}
