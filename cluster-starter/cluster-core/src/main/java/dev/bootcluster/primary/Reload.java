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

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.bootcluster.ClusterEventType;
import dev.bootcluster.ReloadInfo;
import dev.bootcluster.ReloadState;
import dev.bootcluster.WorkerExit;
import dev.bootcluster.generation.GenerationException;
import dev.bootcluster.generation.ReloadSettings;
import org.jspecify.annotations.Nullable;

/**
 * Replaces all workers by another generation, or none: when a new worker fails, the slots
 * that were replaced already go back. The first new worker is alone until it has proved
 * itself, then as many follow at a time as the surge allows. It decides,
 * {@link ReloadActions} act.
 * <p>
 * Used by the primary's thread only.
 */
final class Reload {

	private final int id;

	private final int from;

	private final int to;

	private final Deque<Slot> queue;

	private final int slots;

	private final Deque<Slot> replaced = new ArrayDeque<>();

	private final List<Replacement> underway = new ArrayList<>();

	/**
	 * Slots that are on their way back, and by which worker.
	 */
	private final Map<Slot, WorkerHandle> restoring = new HashMap<>();

	private final ReloadActions actions;

	private final EventLog events;

	private final boolean trial;

	private Phase phase = Phase.PREPARING;

	private ReloadSettings settings = new ReloadSettings("1", Duration.ZERO, Duration.ZERO, Duration.ZERO,
			Duration.ZERO);

	private @Nullable Runnable deadline;

	private @Nullable String reason;

	private List<String> log = List.of();

	/**
	 * Create a new reload.
	 * @param id its number
	 * @param from the generation that serves
	 * @param to the generation to bring
	 * @param trial whether only to try the generation, with a worker that serves nobody
	 * @param slots the slots to replace, in order
	 * @param actions how to do it
	 * @param events where to record what happens
	 */
	Reload(int id, int from, int to, boolean trial, Collection<Slot> slots, ReloadActions actions, EventLog events) {
		this.id = id;
		this.from = from;
		this.to = to;
		this.queue = new ArrayDeque<>(slots);
		this.slots = slots.size();
		this.trial = trial;
		this.actions = actions;
		this.events = events;
		events.info(ClusterEventType.RELOAD_STARTED, EventSubject.reload(id, to),
				(trial ? "Reload %d: generation %d is tried, generation %d serves"
						: "Reload %d: generation %d replaces generation %d")
					.formatted(id, to, from));
	}

	boolean isRunning() {
		return this.phase == Phase.PREPARING || this.phase == Phase.FORWARD || this.phase == Phase.BACK;
	}

	int id() {
		return this.id;
	}

	/**
	 * The new generation can be started.
	 * @param settings how it wants to replace the old one
	 */
	void proceed(ReloadSettings settings) {
		if (this.phase != Phase.PREPARING) {
			return;
		}
		this.settings = settings;
		this.phase = Phase.FORWARD;
		this.deadline = this.actions.schedule(settings.deadline(),
				() -> fail("it took longer than " + Durations.text(settings.deadline()), List.of()));
		if (this.trial) {
			start(null);
		}
		else {
			next();
		}
	}

	/**
	 * The new generation cannot be started.
	 */
	void unprepared(Throwable failure) {
		if (this.phase == Phase.PREPARING) {
			this.log = (failure instanceof GenerationException known) ? known.getLog() : List.of();
			this.reason = String.valueOf(failure.getMessage());
			end(Phase.FAILED);
		}
	}

	private void next() {
		if (this.phase == Phase.FORWARD) {
			int surge = this.replaced.isEmpty() ? 1 : this.settings.surge(this.slots);
			while (!this.queue.isEmpty() && this.underway.size() < surge) {
				start(this.queue.remove());
			}
			if (this.underway.isEmpty()) {
				end(Phase.SUCCEEDED);
			}
		}
		else if (this.phase == Phase.BACK) {
			while (!this.queue.isEmpty() && this.restoring.size() < this.settings.surge(this.slots)) {
				restore(this.queue.remove());
			}
			if (this.restoring.isEmpty()) {
				end(Phase.FAILED);
			}
		}
	}

	private void start(@Nullable Slot slot) {
		this.underway.add(new Replacement(slot, this.actions.start(slot, this.to, this.settings.bootTimeout())));
	}

	private void restore(Slot slot) {
		if (!slot.isServedBy(this.from)) {
			this.restoring.put(slot, this.actions.restore(slot, this.from));
		}
	}

	/**
	 * A worker is ready.
	 * @return whether it is one that this reload started
	 */
	boolean ready(WorkerHandle worker) {
		for (Replacement replacement : List.copyOf(this.underway)) {
			if (replacement.candidate() == worker) {
				bake(replacement);
				return true;
			}
		}
		return false;
	}

	private void bake(Replacement replacement) {
		Slot slot = replacement.slot();
		if (slot != null) {
			this.actions.admit(replacement.candidate());
		}
		if (this.settings.bakeTime().isZero()) {
			baked(replacement);
			return;
		}
		replacement.bake(new Bake(replacement.candidate(), this.actions.serving(this.from)),
				this.actions.schedule(this.settings.bakeTime(), () -> baked(replacement)));
	}

	/**
	 * A worker said how it is doing.
	 */
	void heartbeat(WorkerHandle worker) {
		for (Replacement replacement : List.copyOf(this.underway)) {
			if (replacement.candidate() == worker && replacement.isBaking()) {
				failOnComplaint(replacement);
			}
		}
	}

	private boolean failOnComplaint(Replacement replacement) {
		replacement.complaint()
			.ifPresent((complaint) -> fail("%s %s".formatted(replacement.candidate(), complaint),
					replacement.candidate().process().lastLines()));
		return this.phase != Phase.FORWARD;
	}

	private void baked(Replacement replacement) {
		if (failOnComplaint(replacement)) {
			return;
		}
		if (!replacement.candidate().isReady()) {
			fail(replacement.candidate() + " stopped serving while it was on trial",
					replacement.candidate().process().lastLines());
			return;
		}
		replacement.endBake();
		Slot slot = replacement.slot();
		if (slot == null) {
			this.underway.remove(replacement);
			this.actions.remove(replacement.candidate(), "the trial is over");
			end(Phase.SUCCEEDED);
			return;
		}
		this.replaced.addLast(slot);
		replacement.predecessor(this.actions.takeOver(slot, replacement.candidate(), this.settings.drainTimeout()));
		if (replacement.predecessor() == null) {
			this.underway.remove(replacement);
			next();
		}
	}

	/**
	 * In the way back, a slot has a worker of the old generation again.
	 */
	void restored(Slot slot) {
		if (this.restoring.remove(slot) != null) {
			next();
		}
	}

	/**
	 * A worker ends itself, and finishes what it has first.
	 */
	void leaves(WorkerHandle worker, String because) {
		if (worker.identity().generation() == this.to) {
			fail(worker + " " + because, worker.process().lastLines());
		}
	}

	/**
	 * Whether a worker has started for this reload and still has to prove itself.
	 */
	boolean isOnTrial(WorkerHandle worker) {
		return onTrial().anyMatch((replacement) -> replacement.candidate() == worker);
	}

	/**
	 * A worker ended.
	 * @param slot the slot it served or was starting for, {@code null} if none
	 * @return whether it was on trial, so that nobody has to take its place
	 */
	boolean exited(@Nullable Slot slot, WorkerHandle worker) {
		boolean onTrial = isOnTrial(worker);
		boolean drained = this.underway.removeIf((replacement) -> replacement.predecessor() == worker);
		if (onTrial || (worker.isWanted() && worker.identity().generation() == this.to)) {
			WorkerExit exit = worker.exit();
			fail("%s %s".formatted(worker, (exit != null) ? exit.reason() : "failed"), worker.process().lastLines());
		}
		else if (slot != null && this.restoring.remove(slot, worker)) {
			this.events.error(ClusterEventType.SLOT_NOT_RESTORED, EventSubject.of(worker),
					"Slot %d cannot go back to generation %d now".formatted(worker.identity().slot(), this.from));
			next();
		}
		else if (drained) {
			next();
		}
		return onTrial;
	}

	/**
	 * Whether a slot's new worker starts or proves itself.
	 */
	boolean isReplacing(Slot slot) {
		return onTrial().anyMatch((replacement) -> replacement.slot() == slot);
	}

	/**
	 * Those whose new worker has not taken over yet.
	 */
	private Stream<Replacement> onTrial() {
		return this.underway.stream()
			.filter((replacement) -> replacement.slot() == null || !this.replaced.contains(replacement.slot()));
	}

	private void fail(String reason, List<String> log) {
		if (this.phase != Phase.FORWARD) {
			return;
		}
		this.reason = reason;
		this.log = log;
		this.events.warn(ClusterEventType.RELOAD_ROLLING_BACK, EventSubject.reload(this.id, this.from),
				"Reload %d is rolled back to generation %d: %s".formatted(this.id, this.from, reason));
		this.phase = Phase.BACK;
		this.queue.clear();
		this.underway.forEach(Replacement::endBake);
		onTrial().forEach((replacement) -> this.actions.remove(replacement.candidate(), "the reload is rolled back"));
		this.underway.clear();
		this.replaced.forEach((slot) -> slot.generation(this.from));
		this.replaced.descendingIterator().forEachRemaining(this.queue::add);
		next();
	}

	/**
	 * Give up because the cluster shuts down.
	 */
	void cancel() {
		if (isRunning()) {
			this.reason = (this.reason != null) ? this.reason : "the cluster shuts down";
			this.underway.forEach(Replacement::endBake);
			this.underway.clear();
			end(Phase.FAILED);
		}
	}

	private void end(Phase outcome) {
		this.phase = outcome;
		if (this.deadline != null) {
			this.deadline.run();
		}
		if (outcome == Phase.FAILED) {
			List<Integer> left = replacedSlots();
			if (!left.isEmpty()) {
				this.reason += "; slots %s could not go back and still have generation %d".formatted(left, this.to);
			}
			this.events.error(ClusterEventType.RELOAD_FAILED, EventSubject.reload(this.id, this.from),
					"Reload %d failed, generation %d serves: %s".formatted(this.id, this.from, this.reason));
		}
		else {
			this.events.info(ClusterEventType.RELOAD_SUCCEEDED, EventSubject.reload(this.id, this.to),
					(this.trial
							? "Reload %d succeeded: generation %d can serve and was removed again, generation %d serves"
							: "Reload %d succeeded: generation %d serves")
						.formatted(this.id, this.to, this.from));
		}
		this.actions.ended(this.to, outcome == Phase.SUCCEEDED && !this.trial);
	}

	ReloadInfo info() {
		ReloadState state = switch (this.phase) {
			case PREPARING, FORWARD, BACK -> ReloadState.RUNNING;
			case SUCCEEDED -> ReloadState.SUCCEEDED;
			case FAILED -> ReloadState.FAILED;
		};
		return new ReloadInfo(this.id, state, this.to, this.trial, replacedSlots(), this.reason, this.log);
	}

	private List<Integer> replacedSlots() {
		return this.replaced.stream().filter((slot) -> slot.isServedBy(this.to)).map(Slot::number).toList();
	}

	private enum Phase {

		PREPARING, FORWARD, BACK, SUCCEEDED, FAILED

	}

}
