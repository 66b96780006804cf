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

package dev.bootcluster.primary.launch;

/**
 * What one worker may have of the machine.
 *
 * @param heapPercent its heap's share of the memory at most
 * @param initialHeapPercent its heap's share of the memory at first
 * @param processors the processors it counts on
 */
record Share(double heapPercent, double initialHeapPercent, int processors) {

	/**
	 * Share of the memory for the heaps of all workers together, when the user did not
	 * say: a plain JVM takes a quarter for one heap and leaves the rest to the operating
	 * system, but here the machine is known to run this application.
	 */
	private static final double HEAPS_PERCENT = 50;

	/**
	 * The JVM's own default for one (InitialRAMPercentage): together they begin with as
	 * much. A heap that begins small also stays small while that is enough.
	 */
	private static final double INITIAL_HEAPS_PERCENT = 1.5625;

	/**
	 * The share of each of some workers.
	 * @param workers how many serve
	 * @param spares how many wait: they need memory as the others do, but no processor
	 * @param processors the machine's processors
	 */
	static Share of(int workers, int spares, int processors) {
		int processes = workers + spares;
		return new Share(HEAPS_PERCENT / processes, INITIAL_HEAPS_PERCENT / processes,
				Math.max(1, processors / workers));
	}

}
