// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.supervision;

import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

import dev.bootcluster.ipc.FromWorker;

/**
 * What one worker has to do, as of one heartbeat, and whether that is too much in
 * comparison with the others.
 *
 * @param connections open connections
 * @param waiting requests that wait for a thread
 * @param executing requests that hold a thread; what only waits for events is no load
 * @param response microseconds that requests took, the median of the last second; 0 if
 * unknown because hardly anything was asked
 */
record Burden(long connections, long waiting, long executing, long response) {

	/**
	 * With fewer requests that wait, or are executed, nobody is overloaded.
	 */
	static final int WAITING = 10;

	static final int EXECUTING = 4;

	/**
	 * Responses within this time are fast enough, however fast those of others are.
	 */
	static final long FAST = TimeUnit.MILLISECONDS.toMicros(20);

	/**
	 * How many times more must wait, or responses take, than in the others.
	 */
	static final int MORE = 3;

	/**
	 * How many times more requests a slow worker must execute than the others: one that
	 * has so few connections that it is as busy as they are has given enough.
	 */
	static final int BUSIER = 2;

	/**
	 * How many times longer its responses may take for it to have recovered.
	 */
	static final double RECOVERED = 1.5;

	private static final long HEARTBEAT = TimeUnit.SECONDS.toMicros(1);

	static Burden of(FromWorker.Heartbeat heartbeat) {
		boolean stuck = heartbeat.p50() == 0 && heartbeat.executing() >= EXECUTING;
		return new Burden(heartbeat.connections(), Math.max(heartbeat.queued(), 0), heartbeat.executing(),
				stuck ? HEARTBEAT : heartbeat.p50());
	}

	/**
	 * Return whether this is too much, of which the others have less.
	 */
	boolean isOverload(Collection<Burden> others) {
		if (others.isEmpty()) {
			return false;
		}
		boolean waits = this.waiting >= WAITING && this.waiting >= MORE * median(others, Burden::waiting);
		boolean slow = this.response >= FAST && this.response >= MORE * median(others, Burden::response)
				&& this.executing >= EXECUTING && this.executing >= BUSIER * median(others, Burden::executing);
		return waits || slow;
	}

	/**
	 * Return whether the worker can have as many connections as the others: less than an
	 * overload that has only become smaller, because it gave some away.
	 */
	boolean isHealthy(Collection<Burden> others) {
		Collection<Burden> asked = asked(others);
		return this.waiting < WAITING / 2 && (this.response < FAST || asked.isEmpty()
				|| this.response <= RECOVERED * median(asked, Burden::response));
	}

	/**
	 * Return those whose response time is known: how slow the application is, an idle
	 * worker does not tell.
	 */
	private static Collection<Burden> asked(Collection<Burden> others) {
		return others.stream().filter((other) -> other.response > 0).toList();
	}

	/**
	 * Requests that were begun or wait for it.
	 */
	long work() {
		return this.executing + this.waiting;
	}

	/**
	 * Tell what this is in comparison with the others.
	 */
	String comparedWith(Collection<Burden> others) {
		return "%d requests wait for a thread, %d are executed and half of them take up to %d ms; in the others %d, %d and %d ms"
			.formatted(this.waiting, this.executing, millis(this.response), Math.round(median(others, Burden::waiting)),
					Math.round(median(others, Burden::executing)),
					millis(Math.round(median(others, Burden::response))));
	}

	private static long millis(long micros) {
		return TimeUnit.MICROSECONDS.toMillis(micros);
	}

	private static double median(Collection<Burden> others, ToLongFunction<Burden> figure) {
		long[] sorted = others.stream().mapToLong(figure).sorted().toArray();
		int middle = sorted.length / 2;
		if (sorted.length == 0) {
			return 0;
		}
		return (sorted.length % 2 == 1) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2.0;
	}

}
