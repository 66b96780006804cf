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

package dev.bootcluster.worker;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;

/**
 * The heap still in use after the last garbage collection.
 */
final class LiveHeap {

	private static final List<MemoryPoolMXBean> POOLS = ManagementFactory.getMemoryPoolMXBeans()
		.stream()
		.filter((pool) -> pool.getType() == MemoryType.HEAP)
		.toList();

	private LiveHeap() {
	}

	/**
	 * Heap in bytes: the sum of each pool's use after the last collection that cleaned
	 * it, 0 before the first.
	 */
	static long bytes() {
		long bytes = 0;
		for (MemoryPoolMXBean pool : POOLS) {
			MemoryUsage usage = pool.getCollectionUsage();
			bytes += (usage != null) ? usage.getUsed() : 0;
		}
		return bytes;
	}

}
