// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.collaboration;

import java.util.Comparator;
import java.util.List;

import dev.bootcluster.ClusterEventType;
import dev.bootcluster.ipc.FromPrimary;
import dev.bootcluster.primary.fleet.EventSubject;
import dev.bootcluster.primary.fleet.Slot;
import dev.bootcluster.primary.fleet.Slots;
import dev.bootcluster.primary.fleet.WorkerHandle;
import dev.bootcluster.primary.fleet.WorkerPool;
import org.jspecify.annotations.Nullable;

/**
 * One of the workers leads: it does what the cluster must do only once. It leads for as
 * long as it is ready. Its successor is the worker most likely to stay: of the newest
 * generation, serving rather than spare, in the lowest slot.
 */
final class Leadership {

	private static final Comparator<Slot> LIKELY_TO_STAY = Comparator.comparing(Slot::isSpare)
		.thenComparing(Slot::generation, Comparator.reverseOrder())
		.thenComparing(Slot::number);

	private final WorkerPool pool;

	private final Slots slots;

	private FromPrimary.Leader announced = FromPrimary.Leader.NONE;

	private @Nullable WorkerHandle leader;

	Leadership(WorkerPool pool, Slots slots) {
		this.pool = pool;
		this.slots = slots;
	}

	/**
	 * Return the current leader.
	 */
	FromPrimary.Leader current() {
		return this.announced;
	}

	/**
	 * A worker may have become able or unable to lead.
	 */
	void check() {
		if (this.leader != null && this.leader.isReady() && this.leader.isWanted()) {
			return;
		}
		WorkerHandle next = next();
		if (next != this.leader) {
			this.leader = next;
			announce();
		}
	}

	private @Nullable WorkerHandle next() {
		List<Slot> candidates = this.slots.stream().filter(Slot::isServed).sorted(LIKELY_TO_STAY).toList();
		for (Slot slot : candidates) {
			WorkerHandle worker = slot.worker();
			if (worker != null && worker.isWanted()) {
				return worker;
			}
		}
		return null;
	}

	private void announce() {
		WorkerHandle leader = this.leader;
		long term = this.announced.term() + 1;
		if (leader != null) {
			this.announced = new FromPrimary.Leader(term, leader.identity().slot(), leader.process().pid());
			this.pool.events().info(ClusterEventType.LEADER_CHANGED, leader, "leads (term %d)".formatted(term));
		}
		else {
			this.announced = new FromPrimary.Leader(term, 0, 0);
			this.pool.events()
				.info(ClusterEventType.LEADER_CHANGED, EventSubject.CLUSTER,
						"There is no leader: no worker is ready (term %d)".formatted(term));
		}
		this.pool.workers().forEach((worker) -> worker.tell(this.announced));
	}

}
