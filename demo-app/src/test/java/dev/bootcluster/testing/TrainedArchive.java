// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.testing;

import java.time.Duration;

/**
 * The class archive from which the workers of most tests start, in half the time: trained
 * once, before the first of them, and kept in the store that all tests share.
 */
final class TrainedArchive {

	private static final Duration PATIENCE = Duration.ofMinutes(3);

	/**
	 * An archive fits the options it was trained with, and by default these depend on the
	 * number of workers.
	 */
	static final String JVM_ARGS = "--cluster.worker.jvm-args=-XX:MaxRAMPercentage=12 -XX:InitialRAMPercentage=0.8"
			+ " -XX:ActiveProcessorCount=1";

	static final String ON = "--cluster.worker.class-archive=auto";

	private static boolean trained;

	private TrainedArchive() {
	}

	/**
	 * Train it, unless that was done or is not needed.
	 */
	static synchronized void ensure() {
		if (trained) {
			return;
		}
		// With Redis: what a worker loads for it is the larger half.
		try (ClusterProcess cluster = new ClusterProcessBuilder().name("TrainedArchive")
			.args("--cluster.workers=1", ON, JVM_ARGS)
			.start()) {
			cluster.awaitReady(1).await("the class archive", PATIENCE, () -> isTrained(cluster));
		}
		trained = true;
	}

	/**
	 * Either now, or by an earlier run of the tests on the same code.
	 */
	private static boolean isTrained(ClusterProcess cluster) {
		return cluster.workers().stream().allMatch(Worker::runsFromArchive)
				|| cluster.log().stream().anyMatch((line) -> line.contains("their classes are archived"));
	}

}
