// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

import org.jspecify.annotations.Nullable;

/**
 * Rates over time, from counters that begin anew with each worker.
 */
final class Samples {

	/**
	 * How many rates to keep for each slot.
	 */
	static final int KEPT = 120;

	private final LongFunction<@Nullable Duration> cpu;

	private final Map<Long, Worker> workers = new HashMap<>();

	/**
	 * Create samples.
	 * @param cpu tells the processor time that a process has taken, {@code null} if that
	 * is not known
	 */
	Samples(LongFunction<@Nullable Duration> cpu) {
		this.cpu = cpu;
	}

	/**
	 * Take a sample.
	 * @param info the state of the cluster
	 * @param nanos the time
	 */
	void add(JsonValue info, long nanos) {
		List<Long> slots = new ArrayList<>();
		for (JsonValue worker : info.list("workers")) {
			long pid = worker.number("pid");
			Duration taken = this.cpu.apply(pid);
			Reading now = new Reading(pid, worker.number("requests"), (taken != null) ? taken.toNanos() : -1, nanos);
			this.workers.computeIfAbsent(worker.number("slot"), (slot) -> new Worker()).add(now);
			slots.add(worker.number("slot"));
		}
		this.workers.keySet().retainAll(slots);
	}

	/**
	 * Return the requests per second of a slot, the latest last.
	 */
	List<Double> requests(long slot) {
		Worker worker = this.workers.get(slot);
		return (worker != null) ? List.copyOf(worker.requests) : List.of();
	}

	/**
	 * Return how many processors a slot's worker keeps busy, negative if that is not
	 * known.
	 */
	double cpu(long slot) {
		Worker worker = this.workers.get(slot);
		return (worker != null) ? worker.cpu : -1;
	}

	/**
	 * Counters of a process.
	 */
	private record Reading(long pid, long requests, long cpu, long nanos) {

	}

	/**
	 * Rates of a slot's workers.
	 */
	private static final class Worker {

		private final List<Double> requests = new ArrayList<>();

		private double cpu = -1;

		private @Nullable Reading last;

		void add(Reading now) {
			Reading before = this.last;
			this.last = now;
			if (before == null || now.nanos() <= before.nanos()) {
				return;
			}
			double seconds = (now.nanos() - before.nanos()) / 1e9;
			boolean same = before.pid() == now.pid();
			long since = same ? before.requests() : 0;
			this.requests.add(Math.max(0, now.requests() - since) / seconds);
			this.cpu = (same && before.cpu() >= 0 && now.cpu() >= 0) ? (now.cpu() - before.cpu()) / 1e9 / seconds : -1;
			if (this.requests.size() > KEPT) {
				this.requests.remove(0);
			}
		}

	}

}
