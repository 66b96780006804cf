// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster;

/**
 * What a worker has been given to do. All that the primary counts is 0 if workers accept
 * for themselves.
 *
 * @param inFlight requests begun and not ended, as of the worker's last heartbeat
 * @param handedOff connections that the primary handed to the worker
 * @param refused connections that the worker declined, so that others got them
 * @param migratedIn connections that came to the worker from another one
 * @param migratedOut connections that the worker gave away
 * @param share the worker's part, from 0 to 1, of the connections handed to all workers
 * since the policy or the workers that get connections last changed
 */
public record WorkerTraffic(long inFlight, long handedOff, long refused, long migratedIn, long migratedOut,
		double share) {

	/**
	 * Stands for a worker that has done nothing.
	 */
	public static final WorkerTraffic NONE = new WorkerTraffic(0, 0, 0, 0, 0, 0);

}
