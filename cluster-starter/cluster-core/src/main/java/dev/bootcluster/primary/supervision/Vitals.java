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

package dev.bootcluster.primary.supervision;

import dev.bootcluster.primary.fleet.WorkerHandle;
import java.time.Duration;

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
