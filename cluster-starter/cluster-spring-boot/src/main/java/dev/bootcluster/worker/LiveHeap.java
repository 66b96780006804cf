// SPDX-License-Identifier: Apache-2.0

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
