// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.lang.management.ManagementFactory;

import com.sun.management.OperatingSystemMXBean;

/**
 * Checks whether the workers can fit into this machine's memory at all.
 */
final class MemoryNeed {

	/**
	 * No Spring Boot application starts with less: about 64 MB of heap and as much again
	 * for classes, code and threads.
	 */
	private static final long SMALLEST_WORKER = 128L * 1024 * 1024;

	private MemoryNeed() {
	}

	/**
	 * Check the workers against the memory of the machine or container.
	 * @throws ClusterStartException if they cannot fit
	 */
	static void check(int workers, int spares) {
		check(workers, spares, memory());
	}

	/**
	 * Return the bytes of memory of this machine or container.
	 */
	static long memory() {
		return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize();
	}

	static void check(int workers, int spares, long memory) {
		long most = memory / SMALLEST_WORKER - spares;
		if (workers > most) {
			throw new ClusterStartException("cluster.workers", workers,
					"needs at least %d MB of memory%s, but there are only %d MB".formatted(
							(workers + spares) * (SMALLEST_WORKER >> 20),
							(spares > 0) ? " with cluster.spares=" + spares : "", memory >> 20),
					(most > 0) ? "Set cluster.workers to %d or less, or give this machine or container more memory"
						.formatted(most) : "Give this machine or container more memory");
		}
	}

}
