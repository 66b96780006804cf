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
import dev.bootcluster.ipc.Message;
import dev.bootcluster.ipc.Operation;
import dev.bootcluster.ipc.Wire;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Performs what workers ask for, and answers them. Used on the loop only.
 */
final class Operations {

	private static final Log logger = LogFactory.getLog(Operations.class);

	private final ClusterReport report;

	private final Reloads reloads;

	private final SlotOrders orders;

	private final EventLog events;

	private final Collaboration collaboration;

	Operations(ClusterReport report, Reloads reloads, SlotOrders orders, EventLog events, Collaboration collaboration) {
		this.report = report;
		this.reloads = reloads;
		this.orders = orders;
		this.events = events;
		this.collaboration = collaboration;
	}

	/**
	 * A worker asks for something. It is answered in any case.
	 */
	void called(WorkerHandle worker, Message.Call call) {
		worker.tell(answer(worker, call));
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
				return this.reloads.begin(false).info();
			}
			case DRY_RUN -> {
				return this.reloads.begin(true).info();
			}
			case ROLLBACK -> {
				return this.reloads.rollBack().info();
			}
			case LAST_RELOAD -> {
				return Optional.ofNullable(this.reloads.last()).map(Reload::info).orElse(null);
			}
			case EVENTS -> {
				return this.events.after(Long.parseLong(argument));
			}
			case RESTART -> {
				if (argument.isEmpty()) {
					return this.reloads.restart().info();
				}
				this.orders.restart(slot(argument));
			}
			case STOP -> this.orders.stop(slot(argument));
			case START -> {
				if (argument.isEmpty()) {
					this.orders.startAll();
				}
				else {
					this.orders.start(slot(argument));
				}
			}
			case PAUSE -> this.orders.pause(slot(argument));
			case RESUME -> this.orders.resume(slot(argument));
			case SCALE -> this.orders.scale(argument);
			case CLAIM, FINISHED, SHARED_VALUE -> {
				return this.collaboration.answer(worker, operation, argument);
			}
		}
		return null;
	}

	private static int slot(String argument) {
		return Integer.parseInt(argument);
	}

}
