/*
 * Copyright 2026 the Boot Cluster authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package dev.bootcluster.primary.fleet;

import dev.bootcluster.primary.launch.WorkerProcess;
import dev.bootcluster.primary.launch.WorkerIdentity;
import java.time.Duration;

import dev.bootcluster.ExitCause;
import dev.bootcluster.WorkerExit;
import dev.bootcluster.WorkerState;
import dev.bootcluster.ipc.ControlChannel;
import dev.bootcluster.ipc.FromPrimary;
import dev.bootcluster.ipc.FromWorker;
import org.jspecify.annotations.Nullable;

/**
 * The primary's view of one worker process: what it is, what it last said, and what the
 * primary wants of it.
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

	private long cut;

	private FromWorker.Heartbeat heartbeat = FromWorker.Heartbeat.NONE;

	/**
	 * Create a new handle.
	 * @param identity who the worker is
	 * @param process its process
	 * @param spawned when it was started
	 * @param kills the kernel's unexplained kills for want of memory until then
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
	 * Whether it can serve, and can be told when it is not to any more.
	 */
	public boolean isReady() {
		return this.state == WorkerState.READY && !this.disconnected;
	}

	/**
	 * Whether the primary wants this process to run.
	 */
	public boolean isWanted() {
		return this.unwanted == null;
	}

	public Duration uptime(Duration now) {
		return (this.state == WorkerState.EXITED) ? Duration.ZERO : now.minus(this.spawned);
	}

	/**
	 * How long the worker took, or has tried, to start.
	 */
	public Duration starting(Duration now) {
		return ((this.ready != null) ? this.ready : now).minus(this.spawned);
	}

	/**
	 * How long the worker has been, or was, serving.
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
	 * Whether it hears what it is told.
	 */
	public boolean isConnected() {
		return this.channel != null && !this.disconnected && isAlive();
	}

	/**
	 * Nothing more can be heard of it but its exit.
	 */
	void disconnected() {
		this.disconnected = true;
	}

	public FromWorker.Heartbeat heartbeat() {
		return this.heartbeat;
	}

	public void heartbeat(FromWorker.Heartbeat heartbeat) {
		this.heartbeat = heartbeat;
	}

	void ready(Duration now) {
		transition(WorkerState.STARTING, WorkerState.READY);
		this.ready = now;
	}

	/**
	 * From now on the end of this process is wanted.
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
	 * @param kills the kernel's unexplained kills for want of memory until now
	 */
	void exited(int code, long kills) {
		Ending ending = (this.trouble != null) ? this.trouble : this.unwanted;
		String cut = (this.cut > 0) ? ", %d connections cut at the end of its drain".formatted(this.cut) : "";
		this.exit = (ending != null) ? WorkerExits.wanted(code, ending.cause(), ending.because() + cut)
				: WorkerExits.unwanted(code, this.state, kills > this.killsBefore, this.process.lastLines());
		this.state = WorkerState.EXITED;
	}

	public @Nullable WorkerExit exit() {
		return this.exit;
	}

	/**
	 * Tell it something. What is told to nobody is dropped.
	 */
	public void tell(FromPrimary message) {
		if (this.channel != null) {
			this.channel.send(message);
		}
	}

	/**
	 * Replace the worker's one timer: the time it may take for what it does now.
	 */
	void timer(@Nullable Runnable cancel) {
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
	 * As it stands in every log line.
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
