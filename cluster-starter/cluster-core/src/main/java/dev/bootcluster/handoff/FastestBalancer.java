// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

import java.util.List;

/**
 * Chooses the worker from which an answer can be expected first: by how long its
 * responses take, times what it has in flight and the new one. One of which nothing is
 * known counts as fast as the fastest, so it is tried. Workers that are about equally
 * fast have equal shares.
 */
final class FastestBalancer extends LeastBalancer {

	/**
	 * Differences of a fifth are noise.
	 */
	private static final double CLEARLY_LESS = 0.8;

	private double fastest;

	FastestBalancer() {
		super(CLEARLY_LESS);
	}

	@Override
	void begin(List<? extends Candidate> candidates) {
		this.fastest = 0;
		for (int i = 0; i < candidates.size(); i++) {
			double nanos = candidates.get(i).responseNanos();
			if (nanos > 0 && (this.fastest == 0 || nanos < this.fastest)) {
				this.fastest = nanos;
			}
		}
		this.fastest = Math.max(1, this.fastest);
	}

	@Override
	double cost(Candidate candidate) {
		long nanos = candidate.responseNanos();
		return ((nanos > 0) ? nanos : this.fastest) * (1.0 + candidate.inFlight());
	}

}
