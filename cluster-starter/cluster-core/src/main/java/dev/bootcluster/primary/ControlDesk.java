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

package dev.bootcluster.primary;

import java.util.Optional;

import dev.bootcluster.ClusterException;
import dev.bootcluster.ClusterException.Reason;
import dev.bootcluster.ExitCause;
import dev.bootcluster.ipc.ControlChannel;
import dev.bootcluster.ipc.Message;
import dev.bootcluster.ipc.Operation;
import dev.bootcluster.ipc.Wire;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Answers what workers say. Used on the loop only.
 */
final class ControlDesk {

	private static final Log logger = LogFactory.getLog(ControlDesk.class);

	private final WorkerPool pool;

	private final Supervisor supervisor;

	private final ClusterReport report;

	private final HangWatch hangs;

	private final Departures departures;

	ControlDesk(WorkerPool pool, Supervisor supervisor, ClusterReport report, HangWatch hangs, Departures departures) {
		this.departures = departures;
		this.hangs = hangs;
		this.pool = pool;
		this.supervisor = supervisor;
		this.report = report;
	}

	/**
	 * Whatever goes wrong costs this message alone: the channel and the loop go on.
	 */
	void received(ControlChannel channel, Message message) {
		try {
			handle(channel, message);
		}
		catch (Throwable ex) {
			WorkerHandle worker = this.pool.find(channel);
			logger.error("Message %s of %s could not be handled".formatted(message.getClass().getSimpleName(),
					(worker != null) ? worker : "a process"), ex);
		}
	}

	private void handle(ControlChannel channel, Message message) {
		if (message instanceof Message.Hello hello) {
			hello(channel, hello);
			return;
		}
		WorkerHandle worker = this.pool.find(channel);
		if (worker == null) {
			logger.warn("A process that is no worker of this cluster is turned away");
			channel.close();
			return;
		}
		if (message instanceof Message.Ready) {
			this.pool.ready(worker);
		}
		else if (message instanceof Message.Heartbeat heartbeat) {
			worker.heartbeat(heartbeat);
			this.hangs.heartbeat(worker, heartbeat);
			this.supervisor.reloads().running().ifPresent((reload) -> reload.heartbeat(worker));
			this.supervisor.recycling().heartbeat(worker);
			this.supervisor.collaboration().heartbeat(worker);
		}
		else if (message instanceof Message.Post post) {
			this.supervisor.collaboration().posted(worker, post.letter());
		}
		else if (message instanceof Message.Taken taken) {
			this.supervisor.collaboration().taken(worker, taken.letters());
		}
		else if (message instanceof Message.Computed computed) {
			this.supervisor.collaboration().computed(worker, computed);
		}
		else if (message instanceof Message.StopRequested stop) {
			this.departures.asked(worker, "it received " + stop.cause());
		}
		else if (message instanceof Message.Leaving leaving) {
			this.departures.leaves(worker, leaving.cause());
		}
		else if (message instanceof Message.ThreadsDumped dumped) {
			this.hangs.answered(worker, dumped);
		}
		else if (message instanceof Message.Drained drained) {
			worker.cut(drained.cut());
		}
		else if (message instanceof Message.Call call) {
			channel.send(answer(worker, call));
		}
	}

	void closed(ControlChannel channel) {
		WorkerHandle worker = this.pool.find(channel);
		if (worker != null) {
			this.pool.disconnected(worker, channel.misunderstanding());
		}
	}

	private void hello(ControlChannel channel, Message.Hello hello) {
		WorkerHandle worker = this.pool.find(hello.launch());
		if (worker == null || worker.channel() != null || worker.process().pid() != hello.pid()) {
			logger.warn("Process %d says it is worker launch %d, which is not expected".formatted(hello.pid(),
					hello.launch()));
			channel.close();
			return;
		}
		if (hello.protocol() != Message.Hello.PROTOCOL) {
			this.pool.kill(worker, ExitCause.BOOT_FAILURE,
					"its version of Boot Cluster (protocol %d) does not fit the primary's (protocol %d), which a reload does not change: restart the cluster"
						.formatted(hello.protocol(), Message.Hello.PROTOCOL));
			return;
		}
		worker.connected(channel);
	}

	private Message.Reply answer(WorkerHandle worker, Message.Call call) {
		try {
			Object result = perform(worker, call.operation(), (call.argument() != null) ? call.argument() : "");
			return new Message.Reply(call.id(), null, null, (result != null) ? Wire.toJson(result) : null);
		}
		catch (ClusterException ex) {
			return new Message.Reply(call.id(), ex.getReason().name(), ex.getMessage(), null);
		}
		catch (Throwable ex) {
			logger.error("Request %s of %s could not be answered".formatted(call.operation(), worker), ex);
			return new Message.Reply(call.id(), Reason.UNAVAILABLE.name(), "The primary failed: " + ex, null);
		}
	}

	private @Nullable Object perform(WorkerHandle worker, Operation operation, String argument) {
		switch (operation) {
			case INFO -> {
				return this.report.info();
			}
			case RELOAD -> {
				return this.supervisor.reloads().begin(false).info();
			}
			case DRY_RUN -> {
				return this.supervisor.reloads().begin(true).info();
			}
			case ROLLBACK -> {
				return this.supervisor.reloads().rollBack().info();
			}
			case LAST_RELOAD -> {
				return Optional.ofNullable(this.supervisor.reloads().last()).map(Reload::info).orElse(null);
			}
			case EVENTS -> {
				return this.supervisor.events().after(Long.parseLong(argument));
			}
			case RESTART -> {
				if (argument.isEmpty()) {
					return this.supervisor.reloads().restart().info();
				}
				this.supervisor.orders().restart(slot(argument));
			}
			case STOP -> this.supervisor.orders().stop(slot(argument));
			case START -> {
				if (argument.isEmpty()) {
					this.supervisor.orders().startAll();
				}
				else {
					this.supervisor.orders().start(slot(argument));
				}
			}
			case PAUSE -> this.supervisor.orders().pause(slot(argument));
			case RESUME -> this.supervisor.orders().resume(slot(argument));
			case SCALE -> this.supervisor.orders().scale(argument);
			case CLAIM, FINISHED, SHARED_VALUE -> {
				return this.supervisor.collaboration().answer(worker, operation, argument);
			}
		}
		return null;
	}

	private static int slot(String argument) {
		return Integer.parseInt(argument);
	}

}
