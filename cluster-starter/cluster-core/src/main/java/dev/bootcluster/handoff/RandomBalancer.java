// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

import java.util.List;
import java.util.random.RandomGenerator;

import dev.bootcluster.Balancer;
import org.jspecify.annotations.Nullable;

/**
 * Chooses any available worker, a lighter one less often.
 */
final class RandomBalancer implements Balancer {

	private final RandomGenerator random;

	RandomBalancer(RandomGenerator random) {
		this.random = random;
	}

	@Override
	public <C extends Candidate> @Nullable C choose(Client client, List<C> candidates) {
		double all = 0;
		for (int i = 0; i < candidates.size(); i++) {
			C candidate = candidates.get(i);
			all += candidate.isAvailable() ? candidate.weight() : 0;
		}
		C last = null;
		double drawn = this.random.nextDouble() * all;
		for (int i = 0; i < candidates.size() && (last == null || drawn >= 0); i++) {
			C candidate = candidates.get(i);
			if (candidate.isAvailable()) {
				last = candidate;
				drawn -= candidate.weight();
			}
		}
		return last;
	}

}
