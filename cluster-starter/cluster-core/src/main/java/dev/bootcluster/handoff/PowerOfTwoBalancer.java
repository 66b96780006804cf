// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

import java.util.List;
import java.util.random.RandomGenerator;

import dev.bootcluster.Balancer;
import org.jspecify.annotations.Nullable;

/**
 * Draws two available workers and chooses the one with less load. What it knows of their
 * load is some milliseconds old, and a crowd that always chose the least loaded would
 * rush from one to the next (Mitzenmacher, "The Power of Two Choices in Randomized Load
 * Balancing").
 */
final class PowerOfTwoBalancer implements Balancer {

	private final RandomGenerator random;

	PowerOfTwoBalancer(RandomGenerator random) {
		this.random = random;
	}

	@Override
	public <C extends Candidate> @Nullable C choose(Client client, List<C> candidates) {
		int available = 0;
		for (int i = 0; i < candidates.size(); i++) {
			available += candidates.get(i).isAvailable() ? 1 : 0;
		}
		if (available == 0) {
			return null;
		}
		int one = this.random.nextInt(available);
		if (available == 1) {
			return get(candidates, one);
		}
		int other = this.random.nextInt(available - 1);
		C first = get(candidates, one);
		C second = get(candidates, (other < one) ? other : other + 1);
		return (cost(second) < cost(first)) ? second : first;
	}

	private static double cost(Candidate candidate) {
		return LeastConnectionsBalancer.load(candidate) / candidate.weight();
	}

	/**
	 * Return one of the available candidates.
	 */
	private static <C extends Candidate> C get(List<C> candidates, int rank) {
		int index = 0;
		for (int left = rank; left > 0 || !candidates.get(index).isAvailable(); index++) {
			left -= candidates.get(index).isAvailable() ? 1 : 0;
		}
		return candidates.get(index);
	}

}
