// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.supervision;

import java.time.Duration;

import dev.bootcluster.ClusterEventType;
import dev.bootcluster.primary.fleet.Durations;
import dev.bootcluster.primary.fleet.EventLog;
import dev.bootcluster.primary.fleet.EventSubject;
import dev.bootcluster.primary.fleet.Slot;
import dev.bootcluster.primary.fleet.WorkerHandle;
import dev.bootcluster.primary.launch.AgentFailure;
import dev.bootcluster.primary.launch.PortConflict;
import dev.bootcluster.process.TaskLoop;

/**
 * Detects when slots enter and leave a crash loop, and paces their new workers.
 */
public final class CrashLoops {

	private final TaskLoop loop;

	private final Backoff backoff;

	private final EventLog events;

	private final Runnable onEnd;

	public CrashLoops(TaskLoop loop, Backoff backoff, EventLog events, Runnable onEnd) {
		this.events = events;
		this.onEnd = onEnd;
		this.loop = loop;
		this.backoff = backoff;
	}

	/**
	 * A slot's worker died unexpectedly.
	 */
	void died(Slot slot, WorkerHandle worker) {
		Duration now = this.loop.now();
		if (slot.crashes().exited(now, worker.starting(now), worker.served(now))) {
			this.events.warn(ClusterEventType.CRASH_LOOP_STARTED, EventSubject.of(slot),
					"Slot %d is in a crash loop, %s: it is retried every %s from now on%s".formatted(slot.number(),
							slot.crashes(), Durations.text(this.backoff.longest()), remedy(worker)));
		}
	}

	private static String remedy(WorkerHandle worker) {
		if (worker.isAlive()) {
			return "";
		}
		AgentFailure agent = worker.agentFailure();
		if (agent != null) {
			return ". " + agent.remedy();
		}
		PortConflict conflict = PortConflict.in(worker.process().lastLines());
		return (conflict != null) ? ". " + conflict.remedy() : "";
	}

	/**
	 * Return how long to wait before the slot's next worker.
	 */
	Duration delay(Slot slot) {
		if (slot.isLooping()) {
			return this.backoff.longest();
		}
		Duration delay = this.backoff.delay(slot.crashes().failures());
		if (!delay.isZero()) {
			this.events.warn(ClusterEventType.SLOT_WAITING, EventSubject.of(slot),
					"Slot %d failed %d times in a row, next worker in %s".formatted(slot.number(),
							slot.crashes().failures(), Durations.text(delay)));
		}
		return delay;
	}

	/**
	 * A worker has taken over a slot in a crash loop and must now prove that the loop is
	 * over.
	 */
	void prove(Slot slot) {
		WorkerHandle worker = slot.worker();
		Duration proof = slot.crashes().proof();
		if (worker != null && !proof.isZero()) {
			Duration left = proof.minus(worker.served(this.loop.now()));
			this.loop.schedule(left.isNegative() ? Duration.ZERO : left, () -> {
				if (slot.worker() == worker && worker.isReady()) {
					slot.crashes().served(proof);
					this.events.info(ClusterEventType.CRASH_LOOP_ENDED, EventSubject.of(slot),
							"Slot %d is out of its crash loop: %s serves".formatted(slot.number(), worker));
					this.onEnd.run();
				}
			});
		}
	}

}
