// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.supervision;

import java.time.Duration;

import dev.bootcluster.WorkerExit;
import dev.bootcluster.primary.fleet.Fleet;
import dev.bootcluster.primary.fleet.Phase;
import dev.bootcluster.primary.fleet.Purpose;
import dev.bootcluster.primary.fleet.Slot;
import dev.bootcluster.primary.fleet.WorkerHandle;
import dev.bootcluster.primary.fleet.WorkerObserver;
import dev.bootcluster.primary.fleet.WorkerPool;
import dev.bootcluster.process.TaskLoop;
import org.jspecify.annotations.Nullable;

/**
 * Makes sure slots have workers: the first one, the next after a death, a replacement for
 * one that serves. All replacements of workers are done here.
 */
public final class Staffing {

	private final Fleet fleet;

	private final WorkerPool pool;

	private final TaskLoop loop;

	private final CrashLoops crashLoops;

	private final Spares spares;

	private final StartTurns turns;

	/**
	 * Create the staffing of slots.
	 * @param processors what the workers share
	 */
	public Staffing(Fleet fleet, WorkerPool pool, TaskLoop loop, CrashLoops crashLoops, Spares spares, int processors) {
		this.fleet = fleet;
		this.pool = pool;
		this.loop = loop;
		this.crashLoops = crashLoops;
		this.spares = spares;
		this.turns = new StartTurns(pool, loop, processors);
	}

	/**
	 * Return what must be told when workers are ready or gone, so that others can start.
	 */
	public WorkerObserver turns() {
		return this.turns;
	}

	/**
	 * Make sure the slot has a worker if it should have one, as soon as it is its turn.
	 */
	public void fill(Slot slot) {
		if (this.fleet.phase() != Phase.STOPPING && !slot.isStopped() && slot.isEmpty()) {
			this.turns.take(slot, () -> start(slot));
		}
	}

	private void start(Slot slot) {
		Purpose purpose = new Tenure(slot, new Succession(slot, Retirement.REPLACED));
		slot.successor(slot.isLooping() ? this.pool.retry(slot.number(), slot.generation(), purpose, reasonToFill(slot))
				: this.pool.spawn(slot.number(), slot.generation(), purpose, reasonToFill(slot)));
	}

	private static String reasonToFill(Slot slot) {
		WorkerExit exit = slot.lastExit();
		return (exit != null) ? "the previous worker " + exit.reason() : "its slot has no worker yet";
	}

	/**
	 * The first worker serves: fill the slots that have waited for that, or whose workers
	 * died before.
	 */
	public void begin(Slot slot) {
		if (slot.lastExit() == null) {
			fill(slot);
		}
		else {
			respawn(slot);
		}
	}

	/**
	 * A worker died: fill its slot as soon as allowed.
	 */
	public void respawn(Slot slot) {
		if (this.fleet.isRunning() && !slot.isStopped() && slot.isEmpty()) {
			slot.restarted();
			slot.respawn(this.loop.schedule(this.crashLoops.delay(slot), () -> fill(slot)));
		}
	}

	/**
	 * A slot's worker is about to end: start the next as soon as it is its turn.
	 */
	void succeed(Slot slot) {
		this.turns.take(slot, () -> {
			if (this.fleet.isRunning() && !slot.isStopped() && slot.successor() == null) {
				replace(slot, slot.generation());
			}
		});
	}

	/**
	 * Start a worker that takes over a slot when it is ready.
	 * @return that worker, which may have been starting already
	 */
	public WorkerHandle replace(Slot slot, int generation) {
		WorkerHandle starting = slot.successor();
		if (starting != null && starting.identity().generation() == generation) {
			slot.respawn(null);
			return starting;
		}
		return replace(slot, generation, new Succession(slot, Retirement.REPLACED));
	}

	/**
	 * Start a worker that takes over a slot when it is ready, for a given reason.
	 * @param retirement how the previous worker ends
	 */
	public WorkerHandle replace(Slot slot, int generation, Retirement retirement) {
		return replace(slot, generation, new Succession(slot, retirement));
	}

	/**
	 * Start a worker that takes over a slot when it is ready, on behalf of a purpose.
	 * @param then told when it has taken over or is gone
	 */
	public WorkerHandle replace(Slot slot, int generation, Purpose then) {
		return replace(slot, generation, new Succession(slot, Retirement.REPLACED, then));
	}

	private WorkerHandle replace(Slot slot, int generation, Succession succession) {
		slot.respawn(null);
		Purpose purpose = new Tenure(slot, succession);
		WorkerHandle starting = slot.successor();
		if (starting != null && starting.identity().generation() == generation) {
			this.pool.purposes().assign(starting, purpose);
			return starting;
		}
		WorkerHandle successor = this.pool.spawn(slot.number(), generation, purpose,
				(slot.worker() != null) ? "to replace " + slot.worker() : reasonToFill(slot));
		slot.successor(successor);
		if (starting != null) {
			this.pool.endings().retire(starting, "replaced before it was ready");
		}
		return successor;
	}

	/**
	 * Start a worker beside a slot's current one that may take over the slot later.
	 * @param purpose decides whether and when
	 */
	public WorkerHandle tryOut(Slot slot, int generation, Purpose purpose, String because, Duration bootTimeout) {
		return this.pool.spawn(slot.number(), generation, new Tenure(slot, purpose), because, bootTimeout);
	}

	/**
	 * Assign another purpose to a slot's worker.
	 */
	public void assign(WorkerHandle worker, Slot slot, Purpose purpose) {
		this.pool.purposes().assign(worker, new Tenure(slot, purpose));
	}

	/**
	 * Let a worker take over its slot.
	 * @return the previous worker, which must now be retired; {@code null} if it is gone
	 */
	public @Nullable WorkerHandle takeOver(Slot slot, WorkerHandle worker) {
		slot.respawn(null);
		WorkerHandle starting = slot.successor();
		if (starting != null && starting != worker) {
			this.pool.endings().retire(starting, "replaced before it was ready");
		}
		WorkerHandle predecessor = slot.succeed(worker);
		admit(worker);
		this.crashLoops.prove(slot);
		this.pool.serving(worker);
		return (predecessor != null && predecessor.isAlive()) ? predecessor : null;
	}

	/**
	 * Distribute connections to a worker unless its slot gets none.
	 */
	public void admit(WorkerHandle worker) {
		Slot slot = this.fleet.slots().of(worker);
		if (slot == null || slot.isRouted()) {
			this.pool.admit(worker);
		}
	}

	/**
	 * The purpose of every worker of a slot, whatever else it is for: when it ends, the
	 * slot gets another one.
	 *
	 * @param slot the slot
	 * @param purpose its further purpose
	 */
	private final class Tenure implements Purpose {

		private final Slot slot;

		private final Purpose purpose;

		Tenure(Slot slot, Purpose purpose) {
			this.slot = slot;
			this.purpose = purpose;
		}

		@Override
		public void ready(WorkerHandle worker) {
			this.purpose.ready(worker);
		}

		@Override
		public void heartbeat(WorkerHandle worker) {
			this.purpose.heartbeat(worker);
		}

		@Override
		public void asked(WorkerHandle worker, String because) {
			this.purpose.asked(worker, because);
		}

		@Override
		public void leaves(WorkerHandle worker, String because) {
			this.purpose.leaves(worker, because);
		}

		@Override
		public void exited(WorkerHandle worker) {
			this.slot.lastExit(worker.exit());
			boolean owner = this.slot.left(worker);
			if (owner && worker.isWanted() && !this.slot.isServed()) {
				Staffing.this.crashLoops.died(this.slot, worker);
				Staffing.this.spares.failing(worker);
			}
			try {
				this.purpose.exited(worker);
			}
			finally {
				if (owner) {
					refill(worker);
				}
			}
		}

		private void refill(WorkerHandle worker) {
			if (worker.isWanted()) {
				respawn(this.slot);
			}
			else if (!this.slot.isRespawning()) {
				fill(this.slot);
			}
		}

	}

	/**
	 * The purpose of taking over a slot as soon as the worker is ready.
	 */
	private final class Succession implements Purpose {

		private final Slot slot;

		private final Retirement retirement;

		private final @Nullable Purpose then;

		Succession(Slot slot, Retirement retirement) {
			this(slot, retirement, null);
		}

		Succession(Slot slot, Retirement retirement, @Nullable Purpose then) {
			this.slot = slot;
			this.retirement = retirement;
			this.then = then;
		}

		@Override
		public void ready(WorkerHandle worker) {
			if (this.slot.successor() != worker) {
				Staffing.this.pool.endings().retire(worker, "it no longer owns its slot");
				return;
			}
			WorkerHandle predecessor = takeOver(this.slot, worker);
			if (predecessor != null) {
				Staffing.this.pool.endings()
					.retire(predecessor, this.retirement.cause(), this.retirement.because(worker));
			}
			if (this.then != null) {
				this.then.ready(worker);
			}
		}

		@Override
		public void exited(WorkerHandle worker) {
			if (this.then != null) {
				this.then.exited(worker);
			}
		}

	}

}
