// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import dev.bootcluster.ipc.LoadReport;

/**
 * The load of a worker: what it has reported, and what it has taken since. Used on the
 * event loop only.
 */
final class ReportedLoad {

	private final LongSupplier clock;

	private final ResponseAverage responses = new ResponseAverage();

	private int connections;

	private int inFlight;

	/**
	 * Connections that were taken since the last report.
	 */
	private int taken;

	/**
	 * Create the load of a worker that has reported none.
	 * @param clock the monotonic time in nanoseconds
	 */
	ReportedLoad(LongSupplier clock) {
		this.clock = clock;
	}

	int connections() {
		return this.connections + this.taken;
	}

	int inFlight() {
		return this.inFlight + this.taken;
	}

	/**
	 * Return the average time of responses.
	 * @param idle whether the worker has nothing to do, so that an old average says less
	 */
	long responseNanos(boolean idle) {
		return idle ? this.responses.idleNanos(this.clock.getAsLong()) : this.responses.nanos();
	}

	void reported(LoadReport report) {
		this.connections = report.connections();
		this.inFlight = report.inFlight();
		this.taken = 0;
		if (report.answered() > 0) {
			this.responses.add(this.clock.getAsLong(), TimeUnit.MICROSECONDS.toNanos(report.micros()));
		}
	}

	void taken() {
		this.taken++;
	}

	/**
	 * Forget the load: the worker was not asked to report it, or may not have been.
	 */
	void forget() {
		this.connections = 0;
		this.inFlight = 0;
		this.taken = 0;
		this.responses.reset();
	}

}
