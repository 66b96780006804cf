// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.fleet;

import dev.bootcluster.WorkerExit;
import org.jspecify.annotations.Nullable;

/**
 * A numbered place that outlives its workers.
 */
public final class Slot {

	private final int number;

	private final CrashHistory crashes = new CrashHistory();

	private int generation;

	private boolean stopped;

	private Duty duty = Duty.SERVING;

	private @Nullable WorkerHandle worker;

	private @Nullable WorkerHandle successor;

	private @Nullable WorkerExit lastExit;

	private @Nullable Runnable respawn;

	private int restarts;

	Slot(int number, int generation) {
		this.number = number;
		this.generation = generation;
	}

	public int number() {
		return this.number;
	}

	/**
	 * Return the generation whose workers belong here.
	 */
	public int generation() {
		return this.generation;
	}

	public void generation(int generation) {
		this.generation = generation;
	}

	/**
	 * Return whether the slot is to stay empty.
	 */
	public boolean isStopped() {
		return this.stopped;
	}

	public void stopped(boolean stopped) {
		this.stopped = stopped;
	}

	public void duty(Duty duty) {
		this.duty = duty;
	}

	/**
	 * Return whether its workers get no new connections for now.
	 */
	public boolean isPaused() {
		return this.duty == Duty.PAUSED;
	}

	/**
	 * Return whether its worker is on standby to replace another slot's.
	 */
	public boolean isSpare() {
		return this.duty == Duty.SPARE;
	}

	/**
	 * Return whether its workers should get new connections.
	 */
	public boolean isRouted() {
		return this.duty == Duty.SERVING;
	}

	/**
	 * Return the worker that serves or last served.
	 */
	public @Nullable WorkerHandle worker() {
		return this.worker;
	}

	/**
	 * Return a starting worker that will take over when it is ready.
	 */
	public @Nullable WorkerHandle successor() {
		return this.successor;
	}

	public void successor(@Nullable WorkerHandle successor) {
		this.successor = successor;
	}

	/**
	 * Let the successor take the slot; the slot adopts its generation.
	 * @return the previous worker
	 */
	public @Nullable WorkerHandle succeed(WorkerHandle successor) {
		WorkerHandle predecessor = this.worker;
		this.worker = successor;
		this.successor = null;
		this.generation = successor.identity().generation();
		return predecessor;
	}

	/**
	 * A worker ended.
	 * @return whether the slot was its own or would have become its own
	 */
	public boolean left(WorkerHandle worker) {
		if (this.successor == worker) {
			this.successor = null;
			return true;
		}
		return this.worker == worker;
	}

	/**
	 * Return the worker to show for the slot.
	 */
	public @Nullable WorkerHandle shown() {
		boolean serves = this.worker != null && (this.worker.isAlive() || this.successor == null);
		return serves ? this.worker : this.successor;
	}

	public boolean isEmpty() {
		return this.successor == null && (this.worker == null || !this.worker.isAlive());
	}

	public boolean isServed() {
		return this.worker != null && this.worker.isReady();
	}

	/**
	 * Return whether its worker takes new connections.
	 */
	public boolean takesConnections() {
		return isServed() && isRouted();
	}

	public boolean isServedBy(int generation) {
		return this.worker != null && this.worker.isReady() && this.worker.identity().generation() == generation;
	}

	public @Nullable WorkerExit lastExit() {
		return this.lastExit;
	}

	public void lastExit(@Nullable WorkerExit exit) {
		this.lastExit = exit;
	}

	public CrashHistory crashes() {
		return this.crashes;
	}

	/**
	 * Return whether its workers keep dying and the slot is not stopped.
	 */
	public boolean isLooping() {
		return !this.stopped && this.crashes.isLooping();
	}

	public int restarts() {
		return this.restarts;
	}

	public void restarted() {
		this.restarts++;
	}

	/**
	 * Return whether a worker is about to be started here.
	 */
	public boolean isRespawning() {
		return this.respawn != null;
	}

	public void respawn(@Nullable Runnable cancel) {
		if (this.respawn != null) {
			this.respawn.run();
		}
		this.respawn = cancel;
	}

	/**
	 * The duty of a slot's worker, whichever worker that is.
	 */
	public enum Duty {

		/**
		 * The worker gets connections.
		 */
		SERVING,

		/**
		 * The worker gets no connections until the slot is resumed.
		 */
		PAUSED,

		/**
		 * The worker gets no connections until it replaces another slot's worker.
		 */
		SPARE

	}

}
