// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.history;

import java.time.Duration;

import dev.bootcluster.ipc.ClusterSample.WorkerSample;
import dev.bootcluster.ipc.FromWorker.Heartbeat;
import org.jspecify.annotations.Nullable;

/**
 * Turns the heartbeats of one process, which count, into rates. Each process has a meter
 * of its own, so that a successor, which counts from zero, makes no rate negative.
 */
final class WorkerMeter {

	private static final double NANOS = 1e9;

	private @Nullable Reading from;

	private @Nullable Reading to;

	private final Percentiles percentiles = new Percentiles();

	/**
	 * A heartbeat has arrived.
	 */
	void heard(Duration now, Heartbeat heartbeat) {
		Reading reading = new Reading(now, heartbeat);
		if (this.to == null) {
			this.from = reading;
		}
		else {
			long requests = heartbeat.requests() - this.to.heartbeat().requests();
			this.percentiles.add(requests, heartbeat.p50(), heartbeat.p99());
		}
		this.to = reading;
	}

	/**
	 * Return the load since the last sample.
	 * @return the load, {@code null} if the process has not reported since
	 */
	@Nullable WorkerSample sample(int slot) {
		Reading from = this.from;
		Reading to = this.to;
		if (from == null || to == null || from == to) {
			return null;
		}
		double seconds = Math.max(1, to.at().minus(from.at()).toNanos()) / NANOS;
		Heartbeat before = from.heartbeat();
		Heartbeat now = to.heartbeat();
		WorkerSample sample = new WorkerSample(slot, rate(before.cpuNanos(), now.cpuNanos(), seconds) / NANOS,
				now.memory(), now.connections(), rate(before.requests(), now.requests(), seconds),
				this.percentiles.p50(), this.percentiles.p99(), rate(before.errors(), now.errors(), seconds));
		this.from = to;
		this.percentiles.clear();
		return sample;
	}

	private static double rate(long before, long now, double seconds) {
		return Math.max(0, now - before) / seconds;
	}

	/**
	 * Return the load of two processes of the same slot together.
	 */
	static WorkerSample sum(WorkerSample one, WorkerSample other) {
		Percentiles percentiles = new Percentiles();
		percentiles.add(one);
		percentiles.add(other);
		return new WorkerSample(one.slot(), one.cpu() + other.cpu(), one.memory() + other.memory(),
				one.connections() + other.connections(), one.requests() + other.requests(), percentiles.p50(),
				percentiles.p99(), one.errors() + other.errors());
	}

	/**
	 * A heartbeat and when it arrived.
	 */
	private record Reading(Duration at, Heartbeat heartbeat) {

	}

	/**
	 * Percentiles of several groups of requests. Without the requests themselves, that of
	 * 50 is between those of the groups, and that of 99 at most the greatest.
	 */
	private static final class Percentiles {

		private double weight;

		private double p50;

		private long p99;

		void add(double requests, long p50, long p99) {
			if (p99 > 0) {
				// A request may be in the percentiles before it is counted.
				double weight = Math.max(1, requests);
				this.p50 += weight * p50;
				this.weight += weight;
				this.p99 = Math.max(this.p99, p99);
			}
		}

		void add(WorkerSample sample) {
			if (sample.p50() != null && sample.p99() != null) {
				add(sample.requests(), sample.p50(), sample.p99());
			}
		}

		@Nullable Long p50() {
			return (this.weight > 0) ? Math.round(this.p50 / this.weight) : null;
		}

		@Nullable Long p99() {
			return (this.weight > 0) ? this.p99 : null;
		}

		void clear() {
			this.weight = 0;
			this.p50 = 0;
			this.p99 = 0;
		}

	}

}
