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

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A restart of all slots: one after the other gets a new worker of its own generation,
 * and the old one goes when the new one is ready. The first that does not start ends it.
 */
final class RollingRestart {

	private static final Log logger = LogFactory.getLog(RollingRestart.class);

	private final Staffing staffing;

	private final Queue<Slot> queue = new ArrayDeque<>();

	private final int slots;

	private boolean running = true;

	private @Nullable WorkerHandle candidate;

	private @Nullable WorkerHandle predecessor;

	RollingRestart(Staffing staffing, Stream<Slot> slots) {
		this.staffing = staffing;
		slots.forEach(this.queue::add);
		this.slots = this.queue.size();
		logger.info("Rolling restart of %d slots begins".formatted(this.slots));
	}

	boolean isRunning() {
		return this.running;
	}

	/**
	 * Go on with the next slot.
	 */
	void next() {
		this.predecessor = null;
		Slot slot = this.queue.poll();
		if (slot == null) {
			this.candidate = null;
			this.running = false;
			logger.info("Rolling restart of %d slots succeeded".formatted(this.slots));
			return;
		}
		this.candidate = this.staffing.replace(slot, slot.generation());
	}

	/**
	 * A worker has its slot now.
	 * @param predecessor the worker before it
	 */
	void tookOver(WorkerHandle worker, @Nullable WorkerHandle predecessor) {
		if (worker != this.candidate) {
			return;
		}
		if (predecessor != null && predecessor.isAlive()) {
			this.predecessor = predecessor;
		}
		else {
			next();
		}
	}

	/**
	 * A worker ended.
	 */
	void exited(WorkerHandle worker) {
		if (worker == this.candidate && (this.predecessor == null || worker.isWanted())) {
			this.running = false;
			logger.error(
					"Rolling restart stopped, %d of %d slots are not restarted: %s %s".formatted(this.queue.size() + 1,
							this.slots, worker, (worker.exit() != null) ? worker.exit().reason() : "failed"));
		}
		else if (worker == this.predecessor) {
			next();
		}
	}

}
