// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.reload;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

import dev.bootcluster.ipc.FromWorker;
import dev.bootcluster.primary.fleet.WorkerHandle;

/**
 * Compares the errors of a new worker with those of the old workers over the same time. A
 * pure function of their heartbeats.
 * <p>
 * The new worker is worse if it answered at least {@value #SAMPLE} requests and its share
 * of errors (5xx, or an exception too late for a 5xx) exceeds twice that of the old
 * workers plus five percentage points.
 */
final class Bake {

	static final int SAMPLE = 20;

	private static final double FACTOR = 2;

	private static final double MARGIN = 0.05;

	private final WorkerHandle candidate;

	private final List<Baseline> old;

	/**
	 * Begin to compare.
	 * @param candidate the new worker
	 * @param old the workers that serve beside it
	 */
	Bake(WorkerHandle candidate, List<WorkerHandle> old) {
		this.candidate = candidate;
		this.old = old.stream().map((worker) -> new Baseline(worker, worker.heartbeat())).toList();
	}

	/**
	 * Return what is wrong with the new worker, as far as is known now.
	 */
	Optional<String> complaint() {
		long requests = this.candidate.heartbeat().requests();
		double share = share(this.candidate.heartbeat().errors(), requests);
		double oldShare = oldShare();
		if (requests < SAMPLE || share <= FACTOR * oldShare + MARGIN) {
			return Optional.empty();
		}
		return Optional
			.of(String.format(Locale.ROOT, "answered %.0f%% of %d requests with errors, the previous generation %.0f%%",
					100 * share, requests, 100 * oldShare));
	}

	private double oldShare() {
		long requests = this.old.stream().mapToLong(Baseline::requests).sum();
		long errors = this.old.stream().mapToLong(Baseline::errors).sum();
		return share(errors, requests);
	}

	private static double share(long errors, long requests) {
		return (requests > 0) ? (double) errors / requests : 0;
	}

	/**
	 * The requests an old worker had answered when the comparison began.
	 */
	private record Baseline(WorkerHandle worker, FromWorker.Heartbeat before) {

		long requests() {
			return this.worker.heartbeat().requests() - this.before.requests();
		}

		long errors() {
			return this.worker.heartbeat().errors() - this.before.errors();
		}

	}

}
