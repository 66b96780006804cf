// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

import java.util.List;

import dev.bootcluster.Balancer;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the available worker with the least cost for one more connection; of those with
 * the same cost, each in turn.
 */
abstract class LeastBalancer implements Balancer {

	private final Rotation rotation = new Rotation();

	/**
	 * How much less the cost has to be than that of another whose turn it is.
	 */
	private final double margin;

	/**
	 * Create a balancer.
	 * @param margin how much less the cost of a worker has to be, as a factor of at most
	 * 1, to be chosen before another whose turn it is
	 */
	LeastBalancer(double margin) {
		this.margin = margin;
	}

	@Override
	public <C extends Candidate> @Nullable C choose(Client client, List<C> candidates) {
		begin(candidates);
		int first = this.rotation.first(candidates);
		C best = null;
		double least = 0;
		for (int i = 0; i < candidates.size(); i++) {
			C candidate = candidates.get((first + i) % candidates.size());
			if (candidate.isAvailable()) {
				double cost = cost(candidate) / candidate.weight();
				if (best == null || cost < least * this.margin) {
					best = candidate;
					least = cost;
				}
			}
		}
		return (best != null) ? this.rotation.chosen(best) : null;
	}

	/**
	 * A choice begins.
	 */
	void begin(List<? extends Candidate> candidates) {
	}

	/**
	 * Return what one more connection costs.
	 * @return a value above 0
	 */
	abstract double cost(Candidate candidate);

}
