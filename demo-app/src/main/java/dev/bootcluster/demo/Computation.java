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
