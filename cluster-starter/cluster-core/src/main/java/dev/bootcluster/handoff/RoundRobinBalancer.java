// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

import java.util.List;

import dev.bootcluster.Balancer;
import org.jspecify.annotations.Nullable;

/**
 * Gives each worker a connection in turn, by slot, including both workers of a slot
 * during a reload; an unavailable worker misses its turn. A worker lighter than the
 * heaviest available one takes only that fraction of its turns, so no connection ever
 * waits because of weights, and equal workers share evenly.
 */
final class RoundRobinBalancer implements Balancer {

	private final PartialTurns partialTurns = new PartialTurns();

	private final Rotation rotation = new Rotation();

	@Override
	public <C extends Candidate> @Nullable C choose(Client client, List<C> candidates) {
		double heaviest = heaviestAvailable(candidates);
		if (heaviest == 0) {
			return null;
		}
		int first = this.rotation.first(candidates);
		for (int i = 0; i < candidates.size(); i++) {
			int index = (first + i) % candidates.size();
			C candidate = candidates.get(index);
			if (candidate.isAvailable() && this.partialTurns.takes(candidates, index, candidate.weight() / heaviest)) {
				return this.rotation.chosen(candidate);
			}
		}
		return null;
	}

	private static double heaviestAvailable(List<? extends Candidate> candidates) {
		double heaviest = 0;
		for (int i = 0; i < candidates.size() && heaviest < 1; i++) {
			Candidate candidate = candidates.get(i);
			if (candidate.isAvailable()) {
				heaviest = Math.max(heaviest, candidate.weight());
			}
		}
		return heaviest;
	}

}
