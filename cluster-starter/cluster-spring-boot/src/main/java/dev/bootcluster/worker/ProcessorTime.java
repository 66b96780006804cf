// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.lang.management.ManagementFactory;

import com.sun.management.OperatingSystemMXBean;

/**
 * The processor time of this process.
 */
final class ProcessorTime {

	private ProcessorTime() {
	}

	/**
	 * Processor time in nanoseconds since the start, 0 if the system does not report it.
	 */
	static long nanos() {
		return (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system)
				? Math.max(0, system.getProcessCpuTime()) : 0;
	}

}
