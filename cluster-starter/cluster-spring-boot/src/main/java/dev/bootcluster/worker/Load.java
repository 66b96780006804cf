// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

import dev.bootcluster.ipc.LoadReport;

/**
 * Measures a worker's load for one of its ports, and what has changed since the last
 * time. Used on one thread.
 */
final class Load implements Supplier<LoadReport> {

	private final IntSupplier connections;

	private final RequestProgress progress;

	private long answered;

	private long nanos;

	/**
	 * @param connections returns how many connections of the port are open
	 * @param progress counts the requests of all ports
	 */
	Load(IntSupplier connections, RequestProgress progress) {
		this.connections = connections;
		this.progress = progress;
		this.answered = progress.answered();
		this.nanos = progress.answerNanos();
	}

	@Override
	public LoadReport get() {
		long answered = this.progress.answered();
		long nanos = this.progress.answerNanos();
		// Both are not taken at the same moment.
		long count = Math.max(0, answered - this.answered);
		long micros = (count > 0) ? TimeUnit.NANOSECONDS.toMicros(Math.max(0, nanos - this.nanos) / count) : 0;
		this.answered = answered;
		this.nanos = nanos;
		return new LoadReport(this.connections.getAsInt(), this.progress.inFlight(), limited(count), limited(micros));
	}

	private static int limited(long number) {
		return (int) Math.min(Integer.MAX_VALUE, number);
	}

}
