// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import com.sun.management.OperatingSystemMXBean;

/**
 * What the processors of this machine have done until a moment.
 *
 * @param taken the moment, on the clock of {@link System#nanoTime}
 * @param busy ticks that all of them worked
 * @param total all ticks
 * @param client nanoseconds that they worked for this JVM
 */
record CpuTime(long taken, long busy, long total, long client) {

	private static final Path STAT = Path.of("/proc/stat");

	/**
	 * User, nice, system, idle, waiting for a disk, interrupts, soft interrupts, stolen;
	 * what follows is contained in these.
	 */
	private static final int FIELDS = 8;

	private static final int IDLE = 3;

	private static final int WAITING = 4;

	static CpuTime now() throws IOException {
		try (Stream<String> lines = Files.lines(STAT)) {
			String[] fields = lines.findFirst().orElseThrow().split(" +");
			long[] ticks = Stream.of(fields).skip(1).limit(FIELDS).mapToLong(Long::parseLong).toArray();
			long total = 0;
			for (long tick : ticks) {
				total += tick;
			}
			OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
			return new CpuTime(System.nanoTime(), total - ticks[IDLE] - ticks[WAITING], total,
					system.getProcessCpuTime());
		}
	}

	/**
	 * How busy the machine has been.
	 * @param earlier the beginning
	 * @return per cent of all its processors
	 */
	double percentSince(CpuTime earlier) {
		return 100.0 * (this.busy - earlier.busy) / (this.total - earlier.total);
	}

	/**
	 * How busy this JVM has kept the machine.
	 * @param earlier the beginning
	 * @return per cent of all its processors
	 */
	double clientPercentSince(CpuTime earlier) {
		double share = (double) (this.client - earlier.client) / (this.taken - earlier.taken);
		return 100 * share / Runtime.getRuntime().availableProcessors();
	}

}
