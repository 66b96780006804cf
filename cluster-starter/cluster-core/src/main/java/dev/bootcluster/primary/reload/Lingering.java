// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.reload;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

import dev.bootcluster.LingeringWorker;
import dev.bootcluster.ipc.FromWorker;
import dev.bootcluster.primary.fleet.Purpose;
import dev.bootcluster.primary.fleet.WorkerHandle;
import dev.bootcluster.primary.fleet.WorkerPool;
import dev.bootcluster.process.TaskLoop;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Replaced workers that live on for the sessions in their memory. They serve only
 * requests of these sessions, and drain when no session is left, when a reload's patience
 * is over, or when the next reload replaces their successors: one generation lingers at
 * most. One that dies is not replaced.
 */
final class Lingering {

	private static final Log logger = LogFactory.getLog(Lingering.class);

	private static final long MEGABYTE = 1024 * 1024;

	private final WorkerPool pool;

	private final TaskLoop loop;

	private final LongSupplier memory;

	private final Map<WorkerHandle, Stay> stays = new LinkedHashMap<>();

	private int rollout;

	private Duration patience = Duration.ZERO;

	/**
	 * Create what lets workers live on.
	 * @param memory returns the bytes of memory that further workers can use
	 */
	Lingering(WorkerPool pool, TaskLoop loop, LongSupplier memory) {
		this.pool = pool;
		this.loop = loop;
		this.memory = memory;
	}

	/**
	 * A rollout is about to replace workers. For a while there will be twice as many, so
	 * without the memory for them none lives on.
	 * @param rollout its id
	 * @param patience how long replaced workers may live on, zero if they do not
	 * @param workers the workers that it will replace
	 */
	void prepare(int rollout, Duration patience, Collection<WorkerHandle> workers) {
		this.rollout = rollout;
		this.patience = patience;
		long needed = workers.stream().mapToLong((worker) -> worker.heartbeat().memory()).sum();
		if (!patience.isZero() && needed > this.memory.getAsLong()) {
			logger
				.warn(("Sessions end with the workers that are replaced, in spite of cluster.reload.session-patience: "
						+ "their successors need %d MB of memory beside them, and only %d MB are available")
					.formatted(needed / MEGABYTE, this.memory.getAsLong() / MEGABYTE));
			this.patience = Duration.ZERO;
		}
	}

	/**
	 * A worker has been replaced: let it live on if it may.
	 * @param drainTimeout how long it may drain afterwards
	 * @return {@code false} if it may not
	 */
	boolean keep(WorkerHandle worker, WorkerHandle successor, Duration drainTimeout) {
		List.copyOf(this.stays.values())
			.stream()
			.filter((stay) -> stay.rollout != this.rollout)
			.forEach((stay) -> stay.end("another reload replaces its successors"));
		if (this.patience.isZero() || !worker.isReady()) {
			return false;
		}
		Stay stay = new Stay(worker, this.rollout, drainTimeout, this.loop.now().plus(this.patience));
		this.stays.put(worker, stay);
		this.pool.purposes().assign(worker, stay);
		this.pool.linger(worker, "replaced by " + successor, this.patience);
		worker.timer(this.loop.schedule(this.patience, () -> stay.end("its sessions have had their time")));
		return true;
	}

	/**
	 * A worker has told how many sessions it has.
	 */
	void sessions(WorkerHandle worker, long sessions) {
		Stay stay = this.stays.get(worker);
		if (stay != null) {
			stay.sessions = sessions;
			if (sessions == 0) {
				stay.end("it has no session left");
			}
		}
	}

	/**
	 * Return the workers that live on.
	 */
	List<LingeringWorker> workers() {
		return this.stays.values().stream().map((stay) -> stay.info(this.loop.now())).toList();
	}

	/**
	 * What a replaced worker lives on for.
	 */
	private final class Stay implements Purpose {

		private final WorkerHandle worker;

		private final int rollout;

		private final Duration drainTimeout;

		private final Duration until;

		private long sessions = -1;

		Stay(WorkerHandle worker, int rollout, Duration drainTimeout, Duration until) {
			this.worker = worker;
			this.rollout = rollout;
			this.drainTimeout = drainTimeout;
			this.until = until;
		}

		void end(String because) {
			if (Lingering.this.stays.remove(this.worker, this)) {
				Lingering.this.pool.endings().retire(this.worker, because, this.drainTimeout, this.drainTimeout);
			}
		}

		LingeringWorker info(Duration now) {
			Duration remaining = this.until.minus(now);
			FromWorker.Heartbeat heartbeat = this.worker.heartbeat();
			return new LingeringWorker(this.worker.identity().slot(), this.worker.process().pid(),
					this.worker.identity().generation(), this.worker.uptime(now), heartbeat.connections(),
					heartbeat.requests(), heartbeat.memory(), this.sessions,
					remaining.isNegative() ? Duration.ZERO : remaining);
		}

		@Override
		public void ready(WorkerHandle worker) {
			// It has been for long.
		}

		@Override
		public void asked(WorkerHandle worker, String because) {
			Lingering.this.stays.remove(worker);
		}

		@Override
		public void leaves(WorkerHandle worker, String because) {
			Lingering.this.stays.remove(worker);
		}

		@Override
		public void exited(WorkerHandle worker) {
			Lingering.this.stays.remove(worker);
		}

	}

}
