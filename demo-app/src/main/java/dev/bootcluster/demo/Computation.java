// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.demo;

import java.io.Serializable;

import dev.bootcluster.fork.ForkContext;
import dev.bootcluster.fork.ForkTask;

/**
 * Burns processor time, in this process or in a fork.
 *
 * @param rounds how much
 */
record Computation(long rounds) implements ForkTask<Computation.Result> {

	/**
	 * How much a client may ask for.
	 */
	static final Bound ROUNDS = new Bound("n", 0, 10_000_000_000L);

	@Override
	public Result run(ForkContext fork) {
		return new Result(loop(0, this.rounds), ProcessHandle.current().pid());
	}

	static long loop(long start, long rounds) {
		long state = start;
		for (long i = 0; i < rounds; i++) {
			state = state * 6364136223846793005L + i;
		}
		return state;
	}

	/**
	 * What it came to.
	 *
	 * @param value the last state
	 * @param pid the process that computed it
	 */
	record Result(long value, long pid) implements Serializable {

	}

}
