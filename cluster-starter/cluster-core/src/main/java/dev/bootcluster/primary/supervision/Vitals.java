// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.supervision;

import java.time.Duration;

import dev.bootcluster.primary.fleet.WorkerHandle;

/**
 * The figures a worker's limits are judged by, as of one heartbeat.
 *
 * @param served how long it has been serving
 * @param requests completed requests
 * @param residentMemory its resident memory in bytes, 0 if unknown
 * @param liveHeap bytes of heap left by its last garbage collection, 0 if unknown
 */
record Vitals(Duration served, long requests, long residentMemory, long liveHeap) {

	static Vitals of(WorkerHandle worker, Duration now) {
		return new Vitals(worker.served(now), worker.heartbeat().requests(), worker.heartbeat().memory(),
				worker.heartbeat().heapAfterGc());
	}

}
