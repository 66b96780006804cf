// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import dev.bootcluster.Cluster;
import dev.bootcluster.ClusterException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Scales by signals: each adds or removes one worker, never below one.
 */
final class ScaleSignals {

	private static final Log logger = LogFactory.getLog(ScaleSignals.class);

	private final Cluster cluster;

	ScaleSignals(Cluster cluster) {
		this.cluster = cluster;
	}

	/**
	 * Handle a signal. The JVM handles each signal on a separate thread; the lock
	 * prevents one from being lost between reading the number of workers and changing it.
	 * @param signal its name
	 * @param by the number of workers to add, negative to remove
	 */
	synchronized void received(String signal, int by) {
		try {
			int workers = serving() + by;
			if (workers < 1) {
				logger.warn("SIG%s: ignored, because the last worker cannot be removed".formatted(signal));
				return;
			}
			this.cluster.scale(Integer.toString(workers));
			logger.info("SIG%s: scaling to %d workers".formatted(signal, workers));
		}
		catch (ClusterException ex) {
			logger.warn("SIG%s: not scaled: %s".formatted(signal, ex.getMessage()));
		}
	}

	private int serving() {
		return (int) this.cluster.info().workers().stream().filter((worker) -> !worker.spare()).count();
	}

}
