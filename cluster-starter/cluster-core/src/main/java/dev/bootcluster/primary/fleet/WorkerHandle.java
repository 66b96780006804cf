// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.fleet;

import java.time.Duration;

import dev.bootcluster.ExitCause;
import dev.bootcluster.WorkerExit;
import dev.bootcluster.WorkerState;
import dev.bootcluster.ipc.ControlChannel;
import dev.bootcluster.ipc.FromPrimary;
import dev.bootcluster.ipc.FromWorker;
import dev.bootcluster.primary.launch.AgentFailure;
import dev.bootcluster.primary.launch.WorkerIdentity;
import dev.bootcluster.primary.launch.WorkerProcess;
import org.jspecify.annotations.Nullable;

/**
 * The primary's view of one worker process: what it is, what it last reported, and what
 * the primary wants from it.
 */
public final class WorkerHandle {

	private final WorkerIdentity identity;

	private final WorkerProcess process;

	private final Duration spawned;

	private final long killsBefore;

	private WorkerState state = WorkerState.STARTING;

	private @Nullable Duration ready;

	private @Nullable ControlChannel<FromPrimary> channel;

	private boolean disconnected;

	private @Nullable Ending unwanted;

	private @Nullable Ending trouble;

	private @Nullable Runnable timer;

	private @Nullable WorkerExit exit;

	private @Nullable AgentFailure agentFailure;

	private long cut;

	private FromWorker.Heartbeat heartbeat = FromWorker.Heartbeat.NONE;

	/**
	 * Create a handle.
	 * @param identity the worker's identity
	 * @param process its process
	 * @param spawned when it was started
	 * @param kills the kernel's unattributed out-of-memory kills until then
	 */
	WorkerHandle(WorkerIdentity identity, WorkerProcess process, Duration spawned, long kills) {
		this.identity = identity;
		this.process = process;
		this.spawned = spawned;
		this.killsBefore = kills;
	}

	public WorkerIdentity identity() {
		return this.identity;
	}

	public WorkerProcess process() {
		return this.process;
	}

	public WorkerState state() {
		return this.state;
	}

	/**
	 * Return whether it runs but has never been ready.
	 */
	public boolean isStarting() {
		return this.state == WorkerState.STARTING;
	}

	/**
	 * Return whether it can serve and can be told to stop serving.
	 */
	public boolean isReady() {
		return this.state == WorkerState.READY && !this.disconnected;
	}

	/**
	 * Return whether the primary wants this process to run.
	 */
	public boolean isWanted() {
		return this.unwanted == null;
	}

	public Duration uptime(Duration now) {
		return (this.state == WorkerState.EXITED) ? Duration.ZERO : now.minus(this.spawned);
	}

	/**
	 * Return how long the worker took, or has been trying, to start.
	 */
	public Duration starting(Duration now) {
		return ((this.ready != null) ? this.ready : now).minus(this.spawned);
	}

	/**
	 * Return how long the worker has been, or was, serving.
	 */
	public Duration served(Duration now) {
		return (this.ready != null) ? now.minus(this.ready) : Duration.ZERO;
	}

	public @Nullable ControlChannel channel() {
		return this.channel;
	}

	void connected(ControlChannel<FromPrimary> channel) {
		this.channel = channel;
	}

	/**
	 * Return whether it can be reached.
	 */
	public boolean isConnected() {
		return this.channel != null && !this.disconnected && isAlive();
	}

	/**
	 * Nothing more will be heard from it except its exit.
	 */
	void disconnected() {
		this.disconnected = true;
	}

	/**
	 * Return what it told of its condition, of which only the counts are left when it has
	 * exited.
	 */
	public FromWorker.Heartbeat heartbeat() {
		return isAlive() ? this.heartbeat : this.heartbeat.ended();
	}

	public void heartbeat(FromWorker.Heartbeat heartbeat) {
		this.heartbeat = heartbeat;
	}

	void ready(Duration now) {
		transition(WorkerState.STARTING, WorkerState.READY);
		this.ready = now;
	}

	/**
	 * From now on the exit of this process is wanted.
	 */
	public void unwanted(ExitCause cause, String because) {
		this.unwanted = (this.unwanted != null) ? this.unwanted : new Ending(cause, because);
	}

	/**
	 * The primary acts against this process although it wanted it to run.
	 */
	void trouble(ExitCause cause, String trouble) {
		this.trouble = new Ending(cause, trouble);
	}

	boolean isInTrouble() {
		return this.trouble != null;
	}

	public boolean isAlive() {
		return this.state != WorkerState.EXITED;
	}

	void draining() {
		transition(WorkerState.READY, WorkerState.DRAINING);
	}

	/**
	 * The worker's drain ended with connections still open.
	 */
	public void cut(long connections) {
		this.cut = connections;
	}

	/**
	 * The process is gone.
	 * @param code its exit code
	 * @param kills the kernel's unattributed out-of-memory kills until now
	 */
	void exited(int code, long kills) {
		this.agentFailure = (this.channel == null) ? AgentFailure.of(this.process) : null;
		Ending ending = (this.trouble != null) ? this.trouble : this.unwanted;
		String cut = (this.cut > 0) ? ", %d connections cut at the end of its drain".formatted(this.cut) : "";
		this.exit = (ending != null) ? WorkerExits.wanted(code, ending.cause(), ending.because() + cut) : WorkerExits
			.unwanted(code, this.state, kills > this.killsBefore, this.process.lastLines(), this.agentFailure);
		this.state = WorkerState.EXITED;
	}

	/**
	 * Return what an agent of its JVM did to it before the application was reached,
	 * {@code null} if it has not exited, was reached, or no agent seems to be the cause.
	 */
	public @Nullable AgentFailure agentFailure() {
		return this.agentFailure;
	}

	public @Nullable WorkerExit exit() {
		return this.exit;
	}

	/**
	 * Send it a message, which is dropped if it cannot be reached.
	 */
	public void tell(FromPrimary message) {
		if (this.channel != null) {
			this.channel.send(message);
		}
	}

	/**
	 * Replace the worker's only timer, which limits what it is doing now.
	 */
	public void timer(@Nullable Runnable cancel) {
		if (this.timer != null) {
			this.timer.run();
		}
		this.timer = cancel;
	}

	private void transition(WorkerState from, WorkerState to) {
		if (this.state != from) {
			throw new IllegalStateException("%s cannot become %s".formatted(this, to));
		}
		this.state = to;
	}

	/**
	 * Return the worker as every log line names it.
	 */
	@Override
	public String toString() {
		return "Worker %d (pid %d, generation %d)".formatted(this.identity.slot(), this.process.pid(),
				this.identity.generation());
	}

	/**
	 * Why the primary ends a process.
	 */
	private record Ending(ExitCause cause, String because) {

	}

}
