// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.metrics;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import dev.bootcluster.metrics.Contribution.ProcessId;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * What this process contributes to a view of the cluster's meters.
 */
final class OwnMeters {

	private static final Log logger = LogFactory.getLog(OwnMeters.class);

	private final MeterSource source;

	private final int slot;

	private final ProcessId process;

	private final KeptCounts kept;

	private final ReentrantLock lock = new ReentrantLock();

	private boolean warned;

	OwnMeters(MeterSource source, int slot, ProcessId process, KeptCounts kept) {
		this.source = source;
		this.slot = slot;
		this.process = process;
		this.kept = kept;
	}

	String source() {
		return this.source.name();
	}

	/**
	 * Return the meters now. What this process' own have counted is kept before anybody
	 * sees it, and in that order: should the process be gone the next time, nothing
	 * falls.
	 */
	Contributed contribute() {
		this.lock.lock();
		try {
			return collect();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return the meters, unless it takes long until somebody else has them: a slow gauge
	 * must not occupy a thread for each that asks.
	 * @param patience longer than this nobody waits for an answer
	 * @throws RejectedExecutionException if they are not there in time
	 */
	Contributed contribute(Duration patience) {
		try {
			if (this.lock.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
				try {
					return collect();
				}
				finally {
					this.lock.unlock();
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		throw new RejectedExecutionException("Somebody else is reading the meters");
	}

	/**
	 * Keep what this process has counted.
	 */
	void keep() {
		this.lock.lock();
		try {
			keep(ClusterFigures.withoutAsking(this.source::collectCounts));
		}
		finally {
			this.lock.unlock();
		}
	}

	private Contributed collect() {
		MeterSource.Collected collected = ClusterFigures.withoutAsking(this.source::collect);
		keep(Family.counted(collected.own()));
		return new Contributed(new Contribution(this.slot, this.process, collected.own()), collected.ofTheCluster());
	}

	private void keep(List<Family> counted) {
		try {
			this.kept.write(new Contribution(this.slot, this.process, counted));
			this.warned = false;
		}
		catch (IOException ex) {
			if (!this.warned) {
				this.warned = true;
				logger.warn("Should this worker end, its counters would fall: " + ex.getMessage(), ex);
			}
		}
	}

	/**
	 * What this process contributes.
	 *
	 * @param contribution its own meters
	 * @param ofTheCluster the meters of the cluster as a whole, of which every worker
	 * knows
	 */
	record Contributed(Contribution contribution, List<Family> ofTheCluster) {

	}

}
