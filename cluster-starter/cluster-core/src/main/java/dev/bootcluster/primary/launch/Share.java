// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.launch;

/**
 * One worker's share of the machine.
 *
 * @param processes how many workers share the memory
 * @param heapPercent its heap's maximum percentage of the memory
 * @param initialHeapPercent its heap's initial percentage of the memory
 * @param processors the number of processors its JVM assumes
 */
record Share(int processes, double heapPercent, double initialHeapPercent, int processors) {

	/**
	 * The percentage of memory for the heaps of all workers together, unless the user
	 * says otherwise. A plain JVM takes a quarter for its heap and leaves the rest to the
	 * operating system, but this machine is known to run this application.
	 */
	private static final double HEAPS_PERCENT = 50;

	/**
	 * The JVM's own default for one heap (InitialRAMPercentage): all workers together
	 * start with as much. A heap that starts small also stays small while that is enough.
	 */
	private static final double INITIAL_HEAPS_PERCENT = 1.5625;

	/**
	 * Return the share of each worker.
	 * @param workers how many workers serve
	 * @param spares how many are spare: they need as much memory as the others, but no
	 * processor
	 * @param processors the machine's processors
	 */
	static Share of(int workers, int spares, int processors) {
		int processes = workers + spares;
		return new Share(processes, HEAPS_PERCENT / processes, INITIAL_HEAPS_PERCENT / processes,
				Math.max(1, processors / workers));
	}

}
