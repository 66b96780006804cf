// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import java.util.List;

/**
 * What the primary remembers of the last minutes. It outlives workers. In a worker,
 * methods block for at most two seconds, then throw
 * {@link dev.bootcluster.ClusterException}.
 */
public interface History {

	/**
	 * Milliseconds from one sample to the next.
	 */
	int INTERVAL = 2000;

	/**
	 * How many samples are kept.
	 */
	int CAPACITY = 450;

	/**
	 * Return samples that follow one.
	 * @param after the id of that sample, 0 for all; one that does not exist yet stems
	 * from before a restart and also means all
	 * @return the oldest samples that follow: not all of them if there are many, but none
	 * only if no other follows
	 */
	List<ClusterSample> samples(long after);

	/**
	 * Return the last lines that workers have printed.
	 * @param slot the slot of the workers, 0 for all
	 * @param after {@link PrintedLines#next()} of the lines that were read before, 0 to
	 * begin
	 * @param lines how many lines are wanted at most
	 * @return the last of the lines that follow
	 */
	PrintedLines printed(int slot, long after, int lines);

}
