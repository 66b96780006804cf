// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

import java.util.List;

import dev.bootcluster.Balancer.Candidate;

/**
 * What candidates that take only a share of their turns have collected towards the next
 * one. Counted in thousandths of a turn, because 0.1 as a double, added ten times, is
 * less than 1.
 */
final class PartialTurns {

	private static final int TURN = 1000;

	private long[] numbers = {};

	private int[] collected = {};

	/**
	 * A candidate's turn has come.
	 * @param candidates all candidates
	 * @param index the index of the candidate
	 * @param share the share of its turns it takes
	 * @return whether it takes this turn
	 */
	boolean takes(List<? extends Candidate> candidates, int index, double share) {
		int part = (int) Math.round(share * TURN);
		if (part >= TURN) {
			return true;
		}
		if (index >= this.numbers.length || this.numbers[index] != candidates.get(index).number()) {
			follow(candidates);
		}
		this.collected[index] += part;
		if (this.collected[index] < TURN) {
			return false;
		}
		this.collected[index] -= TURN;
		return true;
	}

	/**
	 * Candidates came or went: keep what the present ones have collected.
	 */
	private void follow(List<? extends Candidate> candidates) {
		long[] numbers = new long[candidates.size()];
		int[] collected = new int[candidates.size()];
		for (int i = 0; i < numbers.length; i++) {
			numbers[i] = candidates.get(i).number();
			collected[i] = collectedBy(numbers[i]);
		}
		this.numbers = numbers;
		this.collected = collected;
	}

	private int collectedBy(long number) {
		for (int i = 0; i < this.numbers.length; i++) {
			if (this.numbers[i] == number) {
				return this.collected[i];
			}
		}
		return 0;
	}

}
