// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The cluster's load over an interval.
 *
 * @param id its number, from 1
 * @param time the end of the interval, in milliseconds since 1970
 * @param handoffs connections that workers have taken, per second
 * @param pending connections that wait for a worker
 * @param workers one entry for each slot with a worker that has reported
 */
public record ClusterSample(long id, long time, double handoffs, int pending, List<WorkerSample> workers) {

	/**
	 * The load of a slot's processes, which are two while one replaces the other.
	 *
	 * @param slot the slot
	 * @param cpu processors in use: 1 is one of them all the time
	 * @param memory resident memory in bytes, 0 if unknown
	 * @param connections open connections
	 * @param requests completed requests per second
	 * @param p50 microseconds within which half of them were completed, {@code null} if
	 * there was none
	 * @param p99 the same for 99 % of them
	 * @param errors requests per second that ended in a server error
	 */
	public record WorkerSample(int slot, double cpu, long memory, long connections, double requests, @Nullable Long p50,
			@Nullable Long p99, double errors) {

	}

}
