// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.supervision;

import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

import dev.bootcluster.generation.WorkerLimits;
import dev.bootcluster.primary.fleet.Durations;

/**
 * Judges whether one worker has reached a limit.
 * <p>
 * Memory fluctuates, so one heartbeat proves nothing: resident memory, or the heap left
 * by garbage collections, must be above the limit {@value #SAMPLES} times in a row.
 * Workers that started together would reach the limits of requests and age together, so
 * each draws its own, up to a tenth lower or higher.
 */
final class RecyclePolicy {

	static final int SAMPLES = 5;

	private static final double JITTER = 0.1;

	private final WorkerLimits limits;

	private final long maxRequests;

	private final Duration maxAge;

	private int aboveByHeap;

	private int aboveByResident;

	/**
	 * Create a policy.
	 * @param limits the limits of the worker's generation
	 * @param jitter draws a factor that differs from 1 by at most the given share
	 */
	RecyclePolicy(WorkerLimits limits, DoubleUnaryOperator jitter) {
		this.limits = limits;
		this.maxRequests = Math.round(limits.maxRequests() * jitter.applyAsDouble(JITTER));
		this.maxAge = Duration.ofMillis(Math.round(limits.maxAge().toMillis() * jitter.applyAsDouble(JITTER)));
	}

	/**
	 * Judge the worker by another heartbeat.
	 * @return the limit it has reached, if any
	 */
	Optional<String> judge(Vitals vitals) {
		this.aboveByHeap = above(this.aboveByHeap, vitals.liveHeap());
		this.aboveByResident = above(this.aboveByResident, vitals.residentMemory());
		if (vitals.served().compareTo(this.limits.minLifetime()) < 0) {
			return Optional.empty();
		}
		if (this.aboveByHeap == SAMPLES) {
			return Optional.of(memory("live heap", vitals.liveHeap()));
		}
		if (this.aboveByResident == SAMPLES) {
			return Optional.of(memory("resident memory", vitals.residentMemory()));
		}
		if (this.limits.maxRequests() > 0 && vitals.requests() >= this.maxRequests) {
			return Optional.of("%d requests, cluster.worker.max-requests is %d give or take a tenth"
				.formatted(vitals.requests(), this.limits.maxRequests()));
		}
		if (!this.limits.maxAge().isZero() && vitals.served().compareTo(this.maxAge) >= 0) {
			return Optional.of("served %s, cluster.worker.max-age is %s give or take a tenth"
				.formatted(Durations.text(vitals.served()), Durations.text(this.limits.maxAge())));
		}
		return Optional.empty();
	}

	private int above(int times, long memory) {
		boolean above = this.limits.maxMemory() > 0 && memory > this.limits.maxMemory();
		return above ? Math.min(times + 1, SAMPLES) : 0;
	}

	private String memory(String what, long bytes) {
		return "%s %d MB above cluster.worker.max-memory %d MB".formatted(what, bytes >> 20,
				this.limits.maxMemory() >> 20);
	}

}
