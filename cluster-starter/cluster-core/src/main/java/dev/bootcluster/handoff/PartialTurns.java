/*
 * Copyright 2026 the Boot Cluster authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

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
