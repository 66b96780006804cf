// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.benchmarks;

/**
 * A candidate whose workers exit, each at a random time soon after it became ready.
 */
interface Mortal extends Candidate {

	/**
	 * Let workers exit from now on, those that serve and those that follow them.
	 */
	void expose();

	/**
	 * How many workers have exited.
	 * @return their number since {@link #expose()}
	 */
	int exits();

}
