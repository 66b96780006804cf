// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.supervision;

import java.time.Duration;

import dev.bootcluster.primary.fleet.Fleet;
import dev.bootcluster.primary.fleet.Slot;
import dev.bootcluster.primary.fleet.WorkerHandle;
import dev.bootcluster.primary.fleet.WorkerPool;
import dev.bootcluster.process.TaskLoop;
import org.jspecify.annotations.Nullable;

/**
 * Workers that end although the primary did not ask them to: they drain, and their
 * successors start without waiting for them to end.
 */
public final class Departures {

	/**
	 * A service manager that stops the cluster signals all its processes at once; then no
	 * worker must be replaced.
	 */
	private static final Duration ALL_MAY_BE_ASKED = Duration.ofMillis(200);

	private final Fleet fleet;

	private final Staffing staffing;

	private final Spares spares;

	private final CrashLoops crashLoops;

	private final WorkerPool pool;

	private final TaskLoop loop;

	public Departures(Fleet fleet, Staffing staffing, Spares spares, CrashLoops crashLoops, WorkerPool pool,
			TaskLoop loop) {
		this.fleet = fleet;
		this.staffing = staffing;
		this.spares = spares;
		this.crashLoops = crashLoops;
		this.pool = pool;
		this.loop = loop;
	}

	/**
	 * Something other than the primary asked a worker to end, by a signal.
	 */
	public void asked(WorkerHandle worker, String because) {
		Slot slot = retire(worker, because);
		if (slot != null) {
			succeed(slot, ALL_MAY_BE_ASKED);
		}
		this.pool.purposes().asked(worker, because);
	}

	/**
	 * A worker's own application ends it. That counts as a failure; otherwise an
	 * application that does so repeatedly would keep the machine busy starting workers.
	 */
	public void leaves(WorkerHandle worker, String because) {
		Slot slot = retire(worker, because);
		if (slot != null) {
			slot.restarted();
			this.crashLoops.died(slot, worker);
			succeed(slot, this.crashLoops.delay(slot));
		}
		this.pool.purposes().leaves(worker, because);
	}

	/**
	 * Retire a worker.
	 * @return the slot that the worker served alone until now, {@code null} if there is
	 * none
	 */
	private @Nullable Slot retire(WorkerHandle worker, String because) {
		Slot slot = this.fleet.slots().of(worker);
		boolean serving = worker.isReady() && worker.isWanted();
		this.pool.endings().retire(worker, because);
		if (slot == null || slot.worker() != worker || !serving || !this.fleet.isRunning()) {
			return null;
		}
		this.spares.replace(slot);
		return slot;
	}

	private void succeed(Slot slot, Duration delay) {
		slot.respawn(this.loop.schedule(delay, () -> this.staffing.succeed(slot)));
	}

}
