// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.fleet;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.bootcluster.ClusterEventType;
import dev.bootcluster.ExitCause;
import dev.bootcluster.WorkerExit;
import dev.bootcluster.generation.Generations;
import dev.bootcluster.handoff.Handoff;
import dev.bootcluster.ipc.ControlChannel;
import dev.bootcluster.ipc.FromPrimary;
import dev.bootcluster.ipc.FromWorker;
import dev.bootcluster.primary.launch.FailedLaunch;
import dev.bootcluster.primary.launch.WorkerIdentity;
import dev.bootcluster.primary.launch.WorkerLauncher;
import dev.bootcluster.primary.launch.WorkerProcess;
import dev.bootcluster.process.TaskLoop;
import org.jspecify.annotations.Nullable;

/**
 * All live worker processes: starts them and tells observers what happens to them. Knows
 * nothing about the plans for slots.
 */
public final class WorkerPool {

	/**
	 * The time for the start of a trainee, and again for its end, when it writes the
	 * archive.
	 */
	public static final Duration TRAINING = Duration.ofMinutes(10);

	private final Generations generations;

	private final TaskLoop loop;

	private final WorkerLauncher launcher;

	private final Handoff handoff;

	private final OutOfMemoryKills outOfMemoryKills;

	private final EventLog events;

	private final Map<Long, WorkerHandle> workers = new LinkedHashMap<>();

	private final Purposes purposes = new Purposes();

	private final WorkerObservers observers = new WorkerObservers();

	private final WorkerEndings endings;

	private long launches;

	public WorkerPool(Generations generations, TaskLoop loop, WorkerLauncher launcher, Handoff handoff,
			OutOfMemoryKills outOfMemoryKills, EventLog events) {
		this.generations = generations;
		this.loop = loop;
		this.launcher = launcher;
		this.handoff = handoff;
		this.outOfMemoryKills = outOfMemoryKills;
		this.events = events;
		this.endings = new WorkerEndings(generations, loop, handoff, events, this.observers);
	}

	/**
	 * Set who is told what happens to workers, in this order.
	 */
	public void observers(WorkerObserver... observers) {
		this.observers.order(List.of(observers));
	}

	/**
	 * Return what ends workers.
	 */
	public WorkerEndings endings() {
		return this.endings;
	}

	/**
	 * Return the purposes of the workers, which are one of the observers.
	 */
	public Purposes purposes() {
		return this.purposes;
	}

	/**
	 * Return where to record what happens.
	 */
	public EventLog events() {
		return this.events;
	}

	public Collection<WorkerHandle> workers() {
		return List.copyOf(this.workers.values());
	}

	public @Nullable WorkerHandle find(long launch) {
		return this.workers.get(launch);
	}

	public @Nullable WorkerHandle find(ControlChannel<FromPrimary> channel) {
		return this.workers.values().stream().filter((worker) -> worker.channel() == channel).findFirst().orElse(null);
	}

	/**
	 * Start a worker with its generation's boot timeout.
	 */
	public WorkerHandle spawn(int slot, int generation, Purpose purpose, String because) {
		return spawn(slot, generation, purpose, because, bootTimeout(generation));
	}

	/**
	 * Start a worker that trains the class archive and serves no connections, with a long
	 * timeout because everything else has priority.
	 */
	public WorkerHandle spawnTrainee(int generation, Purpose purpose) {
		return spawn(new WorkerIdentity(++this.launches, 0, generation, true), purpose, "to train the class archive",
				TRAINING);
	}

	/**
	 * Start a worker.
	 */
	public WorkerHandle spawn(int slot, int generation, Purpose purpose, String because, Duration bootTimeout) {
		return spawn(new WorkerIdentity(++this.launches, slot, generation), purpose, because, bootTimeout);
	}

	/**
	 * Start a worker in a slot whose workers keep dying, without a line of log each time.
	 */
	public WorkerHandle retry(int slot, int generation, Purpose purpose, String because) {
		WorkerHandle worker = start(new WorkerIdentity(++this.launches, slot, generation), purpose,
				bootTimeout(generation));
		this.events.debug(ClusterEventType.WORKER_STARTING, worker, "starting: " + because);
		return worker;
	}

	private Duration bootTimeout(int generation) {
		return this.generations.get(generation).settings().bootTimeout();
	}

	private WorkerHandle spawn(WorkerIdentity identity, Purpose purpose, String because, Duration bootTimeout) {
		WorkerHandle worker = start(identity, purpose, bootTimeout);
		this.events.info(ClusterEventType.WORKER_STARTING, worker, "starting: " + because);
		return worker;
	}

	private WorkerHandle start(WorkerIdentity identity, Purpose purpose, Duration bootTimeout) {
		this.handoff.expect(identity.launch(), identity.slot());
		long kills = this.outOfMemoryKills.unexplained();
		WorkerHandle worker = new WorkerHandle(identity, launch(identity), this.loop.now(), kills);
		this.workers.put(identity.launch(), worker);
		this.purposes.assign(worker, purpose);
		worker.timer(this.loop.schedule(bootTimeout,
				() -> this.observers.late(worker, "it was not ready within " + Durations.text(bootTimeout))));
		worker.process().exit().thenAccept((code) -> this.loop.execute(() -> exited(worker, code)));
		return worker;
	}

	private WorkerProcess launch(WorkerIdentity identity) {
		try {
			return this.launcher.launch(identity);
		}
		catch (IOException ex) {
			this.events.error(ClusterEventType.WORKER_NOT_STARTED, EventSubject.of(identity),
					"Worker %d (generation %d) cannot be started: %s".formatted(identity.slot(), identity.generation(),
							ex.getMessage()));
			return new FailedLaunch(ex);
		}
	}

	/**
	 * The worker reported that it can serve.
	 */
	public void ready(WorkerHandle worker) {
		if (!worker.isWanted() || worker.isInTrouble()) {
			return;
		}
		worker.timer(null);
		worker.ready(this.loop.now());
		this.events.info(ClusterEventType.WORKER_READY, worker,
				"ready in " + Durations.text(worker.uptime(this.loop.now())));
		this.observers.ready(worker);
	}

	/**
	 * The worker sent a heartbeat.
	 */
	public void heartbeat(WorkerHandle worker, FromWorker.Heartbeat heartbeat) {
		worker.heartbeat(heartbeat);
		this.observers.heartbeat(worker);
	}

	/**
	 * The worker has taken over its slot.
	 */
	public void serving(WorkerHandle worker) {
		this.observers.serving(worker);
	}

	/**
	 * Distribute connections to a worker.
	 */
	public void admit(WorkerHandle worker) {
		this.handoff.admit(worker.identity().launch());
	}

	/**
	 * Return whether the primary decides which worker gets a connection.
	 */
	public boolean canPause() {
		return this.handoff.canPause();
	}

	/**
	 * Distribute no more connections to a worker, but keep it.
	 */
	public void pause(WorkerHandle worker) {
		this.handoff.release(worker.identity().launch());
		this.events.info(ClusterEventType.WORKER_PAUSED, worker, "paused: it gets no new connections");
	}

	/**
	 * Let a replaced worker live on for the sessions in its memory: it gets only
	 * connections of these, and its end is wanted from now on.
	 * @param because why it was replaced
	 * @param patience how long it may live on
	 */
	public void linger(WorkerHandle worker, String because, Duration patience) {
		worker.unwanted(ExitCause.REQUESTED, because);
		this.handoff.linger(worker.identity().launch());
		worker.tell(new FromPrimary.Linger());
		this.events.info(ClusterEventType.WORKER_LINGERING, worker,
				"lives on for its sessions, up to %s: %s".formatted(Durations.text(patience), because));
	}

	/**
	 * Distribute connections to a paused worker again.
	 */
	public void resume(WorkerHandle worker) {
		admit(worker);
		this.events.info(ClusterEventType.WORKER_RESUMED, worker, "resumed");
	}

	/**
	 * A worker's control channel closed. It can no longer be reached, so it gets no more
	 * connections and must exit soon.
	 * @param misunderstanding why its messages cannot be read, {@code null} if it closed
	 * the channel itself
	 */
	void disconnected(WorkerHandle worker, @Nullable String misunderstanding) {
		if (worker.isAlive()) {
			worker.disconnected();
			String because = "it closed its control channel but did not exit";
			if (misunderstanding != null) {
				because = "its messages cannot be understood: " + misunderstanding;
				worker.trouble(ExitCause.UNRESPONSIVE, because);
			}
			this.observers.disconnected(worker);
			this.handoff.release(worker.identity().launch());
			String reason = because;
			worker.timer(this.loop.schedule(this.endings.drainTimeout(worker).plus(WorkerEndings.GRACE),
					() -> this.endings.kill(worker, ExitCause.UNRESPONSIVE, reason)));
			if (worker.isWanted()) {
				this.observers.failing(worker);
			}
		}
	}

	private void exited(WorkerHandle worker, int code) {
		worker.timer(null);
		worker.exited(code, this.outOfMemoryKills.unexplained());
		this.workers.remove(worker.identity().launch());
		this.handoff.forget(worker.identity().launch());
		WorkerExit exit = worker.exit();
		if (exit != null && exit.cause() == ExitCause.OUT_OF_MEMORY_KILL) {
			this.outOfMemoryKills.explained();
		}
		String how = (exit != null) ? exit.reason() : "ended";
		if (worker.isWanted()) {
			this.events.warn(ClusterEventType.WORKER_EXITED, worker,
					how + WorkerExits.lastWords(worker.process().lastLines()));
		}
		else {
			this.events.info(ClusterEventType.WORKER_EXITED, worker, how);
		}
		this.observers.exited(worker);
	}

}
