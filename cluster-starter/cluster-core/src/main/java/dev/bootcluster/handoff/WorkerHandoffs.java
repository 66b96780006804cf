// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

/**
 * What has become of the connections of one worker, on all ports.
 *
 * @param handedOff how many the worker acknowledged
 * @param refused how many it refused
 * @param migratedIn how many came from another worker
 * @param migratedOut how many it gave away
 * @param recent how many it acknowledged since the policy or the workers that get
 * connections last changed
 * @param admitted whether it gets connections now
 */
public record WorkerHandoffs(long handedOff, long refused, long migratedIn, long migratedOut, long recent,
		boolean admitted) {

	/**
	 * Stands for a worker that is not known.
	 */
	public static final WorkerHandoffs NONE = new WorkerHandoffs(0, 0, 0, 0, 0, false);

}
