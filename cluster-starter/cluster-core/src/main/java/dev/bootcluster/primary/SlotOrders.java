// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary;

import java.util.List;

import dev.bootcluster.ClusterEventType;
import dev.bootcluster.ClusterException;
import dev.bootcluster.ClusterException.Reason;
import dev.bootcluster.primary.fleet.EventSubject;
import dev.bootcluster.primary.fleet.Fleet;
import dev.bootcluster.primary.fleet.Slot;
import dev.bootcluster.primary.fleet.Slots;
import dev.bootcluster.primary.fleet.WorkerHandle;
import dev.bootcluster.primary.fleet.WorkerPool;
import dev.bootcluster.primary.launch.WorkerCount;
import dev.bootcluster.primary.supervision.Settling;
import dev.bootcluster.primary.supervision.Staffing;

/**
 * Carries out orders for single slots and refuses those that would leave no worker to
 * serve. Used on the loop only.
 */
public final class SlotOrders {

	private final Fleet fleet;

	private final Slots slots;

	private final Staffing staffing;

	private final Settling settling;

	private final WorkerPool pool;

	private final int processors;

	SlotOrders(Fleet fleet, Staffing staffing, Settling settling, WorkerPool pool, int processors) {
		this.fleet = fleet;
		this.slots = fleet.slots();
		this.staffing = staffing;
		this.settling = settling;
		this.pool = pool;
		this.processors = processors;
	}

	public void restart(int number) {
		Slot slot = slot(number);
		this.fleet.requireIdle();
		slot.stopped(false);
		this.staffing.replace(slot, slot.generation());
	}

	public void stop(int number) {
		Slot slot = slot(number);
		this.fleet.requireIdle();
		if (this.slots.stream().filter((other) -> other != slot).noneMatch(Slot::takesConnections)) {
			throw new ClusterException(Reason.CONFLICT,
					"Slot %d has the last serving worker; stop the application instead".formatted(number));
		}
		empty(slot, "stopped on request");
		this.settling.check();
	}

	public void start(int number) {
		Slot slot = slot(number);
		this.fleet.requireIdle();
		slot.stopped(false);
		this.staffing.fill(slot);
	}

	public void startAll() {
		this.fleet.requireIdle();
		this.slots.stream().filter(Slot::isStopped).forEach((slot) -> {
			slot.stopped(false);
			this.staffing.fill(slot);
		});
	}

	/**
	 * Give a slot no new connections until it is resumed.
	 */
	public void pause(int number) {
		Slot slot = slot(number);
		this.fleet.requireIdle();
		if (slot.isPaused()) {
			return;
		}
		if (slot.isSpare()) {
			throw new ClusterException(Reason.CONFLICT, "Slot %d is a spare and gets no connections".formatted(number));
		}
		if (!this.pool.canPause()) {
			throw new ClusterException(Reason.CONFLICT,
					"With cluster.balancing=shared, workers accept for themselves; pause needs another policy");
		}
		if (this.slots.stream().filter((other) -> other != slot).noneMatch(Slot::takesConnections)) {
			throw new ClusterException(Reason.CONFLICT,
					"Without slot %d no worker would take connections".formatted(number));
		}
		slot.duty(Slot.Duty.PAUSED);
		WorkerHandle worker = slot.worker();
		if (worker != null && worker.isReady()) {
			this.pool.pause(worker);
		}
	}

	public void resume(int number) {
		Slot slot = slot(number);
		this.fleet.requireIdle();
		if (slot.isPaused()) {
			slot.duty(Slot.Duty.SERVING);
			WorkerHandle worker = slot.worker();
			if (worker != null && worker.isReady()) {
				this.pool.resume(worker);
			}
		}
	}

	/**
	 * Change the number of serving workers; the number of spares stays the same.
	 * @param text the number, written as in {@code cluster.workers}
	 */
	public void scale(String text) {
		int workers = count(text);
		this.fleet.requireIdle();
		List<Slot> serving = this.slots.serving();
		List<Slot> leaving = serving.subList(Math.min(workers, serving.size()), serving.size());
		if (leaving.stream().anyMatch(Slot::takesConnections)
				&& serving.stream().limit(workers).noneMatch(Slot::takesConnections)) {
			throw new ClusterException(Reason.CONFLICT, "With %d workers, none would serve".formatted(workers));
		}
		this.pool.events()
			.info(ClusterEventType.SCALED, EventSubject.CLUSTER,
					"Cluster is being scaled from %d to %d workers on request".formatted(serving.size(), workers));
		for (int number = 1; this.slots.serving().size() < workers; number++) {
			if (this.slots.find(number) == null) {
				this.staffing.fill(this.fleet.addSlot(number));
			}
		}
		for (Slot slot : leaving) {
			empty(slot, "scaled down to " + workers);
			this.slots.remove(slot);
		}
		this.settling.check();
	}

	private int count(String text) {
		try {
			return WorkerCount.of(text).on(this.processors);
		}
		catch (IllegalArgumentException ex) {
			throw new ClusterException(Reason.INVALID, "workers '%s' %s".formatted(text, ex.getMessage()));
		}
	}

	private void empty(Slot slot, String because) {
		slot.stopped(true);
		slot.respawn(null);
		for (WorkerHandle worker : this.pool.workers()) {
			if (worker.identity().slot() == slot.number()) {
				this.pool.endings().retire(worker, because);
			}
		}
	}

	private Slot slot(int number) {
		Slot slot = this.slots.find(number);
		if (slot == null) {
			throw new ClusterException(Reason.NOT_FOUND, "There is no slot " + number);
		}
		return slot;
	}

}
