// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * The counters that all clients of a load share.
 */
final class LoadRecorder {

	private static final int KEPT_FAILURES = 20;

	private final Map<Outcome, LongAdder> outcomes = new EnumMap<>(Outcome.class);

	private final LongAdder closedIdle = new LongAdder();

	private final LongAdder announcedCloses = new LongAdder();

	private final LongAdder connections = new LongAdder();

	private final Map<Long, LongAdder> pids = new ConcurrentHashMap<>();

	private final LatencyHistogram latencies = new LatencyHistogram();

	private final List<LoadFailure> failures = new ArrayList<>();

	private final long start = System.nanoTime();

	LoadRecorder() {
		for (Outcome outcome : Outcome.values()) {
			this.outcomes.put(outcome, new LongAdder());
		}
	}

	void answered(Duration latency) {
		this.latencies.record(latency);
	}

	void succeeded() {
		this.outcomes.get(Outcome.OK).increment();
	}

	void servedBy(long pid) {
		this.pids.computeIfAbsent(pid, (key) -> new LongAdder()).increment();
	}

	void failed(Outcome outcome, Request request, int localPort, String detail) {
		this.outcomes.get(outcome).increment();
		synchronized (this.failures) {
			if (this.failures.size() < KEPT_FAILURES) {
				this.failures.add(new LoadFailure(Instant.now(), outcome, request.toString(), localPort, detail));
			}
		}
	}

	void connected() {
		this.connections.increment();
	}

	void closedIdle() {
		this.closedIdle.increment();
	}

	void closeAnnounced() {
		this.announcedCloses.increment();
	}

	long requests() {
		return this.outcomes.values().stream().mapToLong(LongAdder::sum).sum();
	}

	LoadReport report() {
		Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
		this.outcomes.forEach((outcome, count) -> counts.put(outcome, count.sum()));
		Map<Long, Long> served = new TreeMap<>();
		this.pids.forEach((pid, count) -> served.put(pid, count.sum()));
		Duration elapsed = Duration.ofNanos(System.nanoTime() - this.start);
		synchronized (this.failures) {
			return new LoadReport(counts, this.closedIdle.sum(), this.announcedCloses.sum(), this.connections.sum(),
					served, this.latencies.summary(), elapsed, List.copyOf(this.failures));
		}
	}

}
