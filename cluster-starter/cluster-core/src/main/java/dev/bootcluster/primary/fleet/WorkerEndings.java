// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.fleet;

import java.time.Duration;

import dev.bootcluster.ClusterEventType;
import dev.bootcluster.ExitCause;
import dev.bootcluster.WorkerState;
import dev.bootcluster.generation.Generations;
import dev.bootcluster.handoff.Handoff;
import dev.bootcluster.ipc.FromPrimary;
import dev.bootcluster.process.TaskLoop;

/**
 * Ends workers: asks them to drain, and kills those that do not end in time.
 */
public final class WorkerEndings {

	/**
	 * The time from the polite request to the kill.
	 */
	public static final Duration GRACE = Duration.ofSeconds(10);

	private final Generations generations;

	private final TaskLoop loop;

	private final Handoff handoff;

	private final EventLog events;

	private final WorkerObservers observers;

	WorkerEndings(Generations generations, TaskLoop loop, Handoff handoff, EventLog events, WorkerObservers observers) {
		this.generations = generations;
		this.loop = loop;
		this.handoff = handoff;
		this.events = events;
		this.observers = observers;
	}

	/**
	 * Retire a worker while others keep serving: it finishes what it has, and its idle
	 * connections may wait until the end of the drain for their next request.
	 */
	public void retire(WorkerHandle worker, String because) {
		retire(worker, ExitCause.REQUESTED, because);
	}

	/**
	 * Retire a worker for a cause other than a request.
	 */
	public void retire(WorkerHandle worker, ExitCause cause, String because) {
		Duration drainTimeout = drainTimeout(worker);
		retire(worker, cause, because, drainTimeout, drainTimeout);
	}

	/**
	 * Return how long the worker may drain, according to its generation.
	 */
	public Duration drainTimeout(WorkerHandle worker) {
		return this.generations.get(worker.identity().generation()).settings().drainTimeout();
	}

	/**
	 * Retire a worker. One that has never served is terminated.
	 * @param timeout how long it may take to finish what it has
	 * @param idle how long its idle connections may stay
	 */
	public void retire(WorkerHandle worker, String because, Duration timeout, Duration idle) {
		retire(worker, ExitCause.REQUESTED, because, timeout, idle);
	}

	private void retire(WorkerHandle worker, ExitCause cause, String because, Duration timeout, Duration idle) {
		boolean again = !worker.isWanted();
		worker.unwanted(cause, because);
		switch (worker.state()) {
			case READY -> drain(worker, because, timeout, idle);
			case STARTING -> {
				if (again) {
					// It has become ready meanwhile and answers the signal by asking.
					orderDrain(worker, timeout, idle);
				}
				else {
					worker.process().terminate();
					worker.timer(this.loop.schedule(GRACE,
							() -> kill(worker, ExitCause.UNRESPONSIVE, "it did not end when asked to")));
				}
			}
			// It is draining already, but may now close its idle connections sooner.
			case DRAINING -> orderDrain(worker, timeout, idle);
			case EXITED -> {
				// It is already gone.
			}
		}
	}

	/**
	 * Stop a worker that serves badly: the slot still needs a worker, but not this one.
	 * @param timeout how long it may take to finish what it has
	 */
	public void stop(WorkerHandle worker, ExitCause cause, String because, Duration timeout) {
		if (worker.isReady()) {
			this.events.warn(ClusterEventType.WORKER_DRAINING, worker, "is being stopped: " + because);
			worker.trouble(cause, because);
			worker.draining();
			orderDrain(worker, timeout, Duration.ZERO);
			worker.timer(this.loop.schedule(timeout.plusSeconds(2), () -> kill(worker, cause, because)));
			this.observers.failing(worker);
		}
	}

	private void drain(WorkerHandle worker, String because, Duration timeout, Duration idle) {
		worker.draining();
		this.events.info(ClusterEventType.WORKER_DRAINING, worker, "draining: " + because);
		orderDrain(worker, timeout, idle);
		worker.timer(this.loop.schedule(timeout.plus(GRACE),
				() -> kill(worker, ExitCause.UNRESPONSIVE, "its drain did not end in time")));
	}

	/**
	 * Stop distributing first, because the order says how many descriptors are still to
	 * come.
	 */
	private void orderDrain(WorkerHandle worker, Duration timeout, Duration idle) {
		this.observers.draining(worker);
		this.handoff.release(worker.identity().launch())
			.thenAccept((sent) -> this.loop
				.execute(() -> worker.tell(new FromPrimary.Drain(timeout.toMillis(), idle.toMillis(), sent))));
	}

	/**
	 * Kill a worker that is not ready in time, unless it has just become so.
	 */
	public void killLate(WorkerHandle worker, String because) {
		if (worker.state() == WorkerState.STARTING) {
			kill(worker, ExitCause.BOOT_TIMEOUT, because);
		}
	}

	public void kill(WorkerHandle worker, ExitCause cause, String because) {
		if (worker.isAlive()) {
			this.events.warn(ClusterEventType.WORKER_KILLED, worker, "is being killed: " + because);
			worker.trouble(cause, because);
			worker.process().kill();
		}
	}

}
