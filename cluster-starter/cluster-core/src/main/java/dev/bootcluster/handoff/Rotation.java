// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

import java.util.List;

import dev.bootcluster.Balancer.Candidate;

/**
 * Whose turn it is, by slot and number, whoever comes and goes: of workers that are
 * equally good, the one behind the last chosen.
 */
final class Rotation {

	private int lastSlot;

	private long lastNumber;

	/**
	 * Return the index at which to begin, at most the number of candidates.
	 */
	int first(List<? extends Candidate> candidates) {
		int first = 0;
		while (first < candidates.size() && !isBehindLast(candidates.get(first))) {
			first++;
		}
		return first;
	}

	private boolean isBehindLast(Candidate candidate) {
		return candidate.slot() > this.lastSlot
				|| (candidate.slot() == this.lastSlot && candidate.number() > this.lastNumber);
	}

	/**
	 * This candidate has had its turn.
	 */
	<C extends Candidate> C chosen(C candidate) {
		this.lastSlot = candidate.slot();
		this.lastNumber = candidate.number();
		return candidate;
	}

}
