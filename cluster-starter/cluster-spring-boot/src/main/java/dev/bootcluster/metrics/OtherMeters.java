// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.metrics;

import java.io.IOException;
import java.util.List;

/**
 * The meters of the other processes.
 */
@FunctionalInterface
interface OtherMeters {

	/**
	 * Gather them.
	 * @param source the name of the view
	 */
	Gathered gather(String source) throws IOException;

	/**
	 * The answers.
	 *
	 * @param contributions those who answered
	 * @param silent the slots of those who did not, although they are alive
	 */
	record Gathered(List<Contribution> contributions, List<Integer> silent) {

	}

}
