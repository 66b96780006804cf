// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.metrics;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import dev.bootcluster.Cluster;
import dev.bootcluster.ClusterException;
import dev.bootcluster.ClusterInfo;
import dev.bootcluster.ClusterTotals;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * What the primary knows of the cluster, asked once for many meters.
 */
final class ClusterFigures {

	private static final Log logger = LogFactory.getLog(ClusterFigures.class);

	private static final long FRESH = TimeUnit.SECONDS.toNanos(1);

	private static final ThreadLocal<Boolean> silent = ThreadLocal.withInitial(() -> false);

	private final Cluster cluster;

	private final LongSupplier clock;

	private boolean asked;

	private long time;

	private @Nullable ClusterInfo info;

	private @Nullable ClusterTotals totals;

	ClusterFigures(Cluster cluster) {
		this(cluster, System::nanoTime);
	}

	ClusterFigures(Cluster cluster, LongSupplier clock) {
		this.cluster = cluster;
		this.clock = clock;
	}

	/**
	 * Do something that reads meters, but not those of the cluster: the primary is not
	 * asked.
	 */
	static <T> T withoutAsking(Supplier<T> action) {
		silent.set(true);
		try {
			return action.get();
		}
		finally {
			silent.remove();
		}
	}

	/**
	 * Ask the primary.
	 * @return whether it has answered
	 */
	synchronized boolean refresh() {
		boolean answered = false;
		this.asked = true;
		try {
			this.info = this.cluster.info();
			this.totals = this.cluster.totals();
			answered = true;
		}
		catch (ClusterException ex) {
			// What was counted stays true; what rises and falls is unknown.
			logger.debug("The primary does not say how the cluster is doing", ex);
			this.info = null;
		}
		this.time = this.clock.getAsLong();
		return answered;
	}

	private void refreshIfOld() {
		if (!silent.get() && (!this.asked || this.clock.getAsLong() - this.time >= FRESH)) {
			refresh();
		}
	}

	/**
	 * Return the cluster's state, {@code null} if it is unknown.
	 */
	synchronized @Nullable ClusterInfo info() {
		refreshIfOld();
		return this.info;
	}

	/**
	 * Return what was counted, {@code null} if nothing is known yet.
	 */
	synchronized @Nullable ClusterTotals totals() {
		refreshIfOld();
		return this.totals;
	}

	/**
	 * Return the process ids of the slots' workers.
	 */
	synchronized Map<Integer, Long> processes() {
		Map<Integer, Long> processes = new HashMap<>();
		if (this.info != null) {
			this.info.workers().forEach((worker) -> processes.put(worker.slot(), worker.pid()));
		}
		return processes;
	}

}
