// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

/**
 * What a worker has been given to do, as it counts it itself.
 *
 * @param connections open connections
 * @param inFlight requests that were begun and have not ended
 * @param handedOff connections that the primary handed to it
 * @param refused connections that it declined
 * @param migratedIn connections that came from another worker
 * @param migratedOut connections that it gave away
 */
public record WorkerLoad(long connections, long inFlight, long handedOff, long refused, long migratedIn,
		long migratedOut) {

	/**
	 * Stands for a worker that does not serve yet.
	 */
	static final WorkerLoad NONE = new WorkerLoad(0, 0, 0, 0, 0, 0);

}
