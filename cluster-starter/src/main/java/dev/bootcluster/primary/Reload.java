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
import java.util.Collection;
import java.util.Deque;
import java.util.List;

import dev.bootcluster.ReloadInfo;
import dev.bootcluster.ReloadState;
import dev.bootcluster.WorkerExit;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * One reload, slot by slot: start a worker of the new generation, let it take over when
 * it is ready, wait until the old one has drained. When a new worker fails, the slots
 * that were replaced go back the same way. Used on the loop only.
 */
final class Reload {

	private static final Log logger = LogFactory.getLog(Reload.class);

	private final int id;

	private final int from;

	private final int to;

	private final Deque<Slot> queue;

	private final Deque<Slot> replaced = new ArrayDeque<>();

	private final Actions actions;

	private Phase phase = Phase.FORWARD;

	private @Nullable Slot current;

	private @Nullable WorkerHandle predecessor;

	private @Nullable String reason;

	private List<String> log = List.of();

	/**
	 * Create a new reload.
	 * @param id its number
	 * @param from the generation that serves
	 * @param to the generation to bring
	 * @param slots the slots to replace, in order
	 * @param actions how to do it
	 */
	Reload(int id, int from, int to, Collection<Slot> slots, Actions actions) {
		this.id = id;
		this.from = from;
		this.to = to;
		this.queue = new ArrayDeque<>(slots);
		this.actions = actions;
	}

	void begin() {
		logger.info("Reload %d: generation %d replaces generation %d".formatted(this.id, this.to, this.from));
		next();
	}

	boolean isRunning() {
		return this.phase == Phase.FORWARD || this.phase == Phase.BACK;
	}

	int id() {
		return this.id;
	}

	/**
	 * A slot's successor took over.
	 * @param predecessor the worker before it, which may still have to drain
	 */
	void succeeded(Slot slot, @Nullable WorkerHandle predecessor) {
		if (slot != this.current) {
			return;
		}
		if (this.phase == Phase.FORWARD) {
			this.replaced.addLast(slot);
		}
		if (predecessor != null && predecessor.isAlive()) {
			this.predecessor = predecessor;
		}
		else {
			next();
		}
	}

	/**
	 * A worker that had been succeeded is gone.
	 */
	void gone(WorkerHandle worker) {
		if (worker == this.predecessor) {
			next();
		}
	}

	/**
	 * A successor ended before it was ready, or a worker that had taken over ended.
	 */
	void failed(Slot slot, WorkerHandle worker) {
		if (!isRunning() || worker.identity().generation() != ((this.phase == Phase.FORWARD) ? this.to : this.from)) {
			return;
		}
		if (this.phase == Phase.BACK) {
			logger.error("Slot %d cannot go back to generation %d now".formatted(slot.number(), this.from));
			if (slot == this.current) {
				next();
			}
			return;
		}
		WorkerExit exit = worker.exit();
		this.reason = "%s %s".formatted(worker, (exit != null) ? exit.reason() : "failed");
		this.log = worker.process().lastLines();
		rollBack();
	}

	/**
	 * Give up because the cluster shuts down.
	 */
	void cancel() {
		if (isRunning()) {
			this.reason = (this.reason != null) ? this.reason : "the cluster shuts down";
			this.phase = Phase.FAILED;
		}
	}

	private void rollBack() {
		logger.warn("Reload %d is rolled back to generation %d: %s".formatted(this.id, this.from, this.reason));
		this.phase = Phase.BACK;
		this.queue.clear();
		this.replaced.forEach((slot) -> slot.generation(this.from));
		this.replaced.descendingIterator().forEachRemaining(this.queue::add);
		Slot interrupted = this.current;
		if (interrupted != null && !this.queue.contains(interrupted)) {
			this.actions.abandon(interrupted);
		}
		next();
	}

	private void next() {
		this.predecessor = null;
		int generation = (this.phase == Phase.FORWARD) ? this.to : this.from;
		do {
			this.current = this.queue.poll();
		}
		while (this.current != null && this.current.isServedBy(generation));
		if (this.current != null) {
			this.actions.replace(this.current, generation);
			return;
		}
		if (this.phase == Phase.FORWARD) {
			this.phase = Phase.SUCCEEDED;
			this.actions.commit(this.to);
			logger.info("Reload %d succeeded: generation %d serves".formatted(this.id, this.to));
		}
		else {
			this.phase = Phase.FAILED;
			List<Integer> left = replacedSlots();
			if (!left.isEmpty()) {
				this.reason += "; slots %s could not go back and still have generation %d".formatted(left, this.to);
			}
			logger.error("Reload %d failed, generation %d serves: %s".formatted(this.id, this.from, this.reason));
		}
	}

	ReloadInfo info() {
		ReloadState state = switch (this.phase) {
			case FORWARD, BACK -> ReloadState.RUNNING;
			case SUCCEEDED -> ReloadState.SUCCEEDED;
			case FAILED -> ReloadState.FAILED;
		};
		return new ReloadInfo(this.id, state, this.to, replacedSlots(), this.reason, this.log);
	}

	private List<Integer> replacedSlots() {
		return this.replaced.stream().filter((slot) -> slot.isServedBy(this.to)).map(Slot::number).toList();
	}

	private enum Phase {

		FORWARD, BACK, SUCCEEDED, FAILED

	}

	/**
	 * What a reload needs done.
	 */
	interface Actions {

		/**
		 * Start a successor in a slot.
		 */
		void replace(Slot slot, int generation);

		/**
		 * Remove the successor of a slot, if it has one, and see that its old worker
		 * lives.
		 */
		void abandon(Slot slot);

		/**
		 * The generation serves in all slots.
		 */
		void commit(int generation);

	}

}
