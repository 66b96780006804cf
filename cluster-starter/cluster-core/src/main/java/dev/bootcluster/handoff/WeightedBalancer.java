// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

import java.util.List;
import java.util.Map;

import dev.bootcluster.Balancer;
import org.jspecify.annotations.Nullable;

/**
 * Gives each worker connections in turn, as many as its slot's weight and its own say,
 * evenly spread: all collect their weight, and the one that has collected most takes the
 * connection and pays what all have collected (nginx's smooth weighted round-robin).
 */
final class WeightedBalancer implements Balancer {

	private final Map<Integer, Integer> weights;

	private long[] numbers = {};

	private double[] collected = {};

	/**
	 * Create a balancer.
	 * @param weights weights of slots; a slot without one has 1
	 */
	WeightedBalancer(Map<Integer, Integer> weights) {
		this.weights = Map.copyOf(weights);
	}

	@Override
	public <C extends Candidate> @Nullable C choose(Client client, List<C> candidates) {
		follow(candidates);
		int best = -1;
		double all = 0;
		for (int i = 0; i < candidates.size(); i++) {
			C candidate = candidates.get(i);
			if (candidate.isAvailable()) {
				double weight = this.weights.getOrDefault(candidate.slot(), 1) * candidate.weight();
				all += weight;
				this.collected[i] += weight;
				best = (best == -1 || this.collected[i] > this.collected[best]) ? i : best;
			}
		}
		if (best == -1) {
			return null;
		}
		this.collected[best] -= all;
		return candidates.get(best);
	}

	/**
	 * Candidates may have come or gone: keep what the present ones have collected.
	 */
	private void follow(List<? extends Candidate> candidates) {
		if (isSame(candidates)) {
			return;
		}
		long[] numbers = new long[candidates.size()];
		double[] collected = new double[candidates.size()];
		for (int i = 0; i < numbers.length; i++) {
			numbers[i] = candidates.get(i).number();
			collected[i] = collectedBy(numbers[i]);
		}
		this.numbers = numbers;
		this.collected = collected;
	}

	private boolean isSame(List<? extends Candidate> candidates) {
		if (candidates.size() != this.numbers.length) {
			return false;
		}
		for (int i = 0; i < this.numbers.length; i++) {
			if (candidates.get(i).number() != this.numbers[i]) {
				return false;
			}
		}
		return true;
	}

	private double collectedBy(long number) {
		for (int i = 0; i < this.numbers.length; i++) {
			if (this.numbers[i] == number) {
				return this.collected[i];
			}
		}
		return 0;
	}

}
