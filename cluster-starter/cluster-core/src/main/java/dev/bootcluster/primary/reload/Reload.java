// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.reload;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

import dev.bootcluster.ReloadInfo;
import dev.bootcluster.ReloadInfo.Kind;
import dev.bootcluster.ReloadState;
import dev.bootcluster.WorkerExit;
import dev.bootcluster.generation.GenerationException;
import dev.bootcluster.generation.ReloadSettings;
import dev.bootcluster.generation.Surge;
import dev.bootcluster.primary.fleet.Durations;
import dev.bootcluster.primary.fleet.Rollout;
import dev.bootcluster.primary.fleet.Slot;
import dev.bootcluster.primary.fleet.WorkerHandle;
import org.jspecify.annotations.Nullable;

/**
 * Replaces all workers by another generation, or none: if a new worker fails, slots
 * already replaced go back. The first new worker is alone until it has proved itself;
 * then the surge says how many follow at a time. A rolling restart does the same with the
 * same generation, so there is nothing to go back to and it stops where it is. This class
 * decides, {@link ReloadActions} act.
 */
final class Reload implements Rollout, Replacement.Owner {

	private final ReloadStory story;

	private final int from;

	private final int to;

	private final Deque<Slot> queue;

	private final Deque<Slot> replaced = new ArrayDeque<>();

	private final List<Replacement> underway = new ArrayList<>();

	private final ReloadActions actions;

	private Phase phase = Phase.PREPARING;

	private ReloadSettings settings = new ReloadSettings(Surge.of("1"), Duration.ZERO, Duration.ZERO, Duration.ZERO,
			Duration.ZERO);

	private @Nullable WayBack wayBack;

	private @Nullable Runnable deadline;

	private @Nullable String reason;

	private List<String> log = List.of();

	/**
	 * The slots that had a new worker when it ended.
	 */
	private List<Integer> outcome = List.of();

	/**
	 * Create a reload.
	 * @param story describes the reload and records its progress
	 * @param slots the slots to replace, in order
	 * @param actions how to do it
	 */
	Reload(ReloadStory story, Collection<Slot> slots, ReloadActions actions) {
		this.story = story;
		this.from = story.from();
		this.to = story.to();
		this.queue = new ArrayDeque<>(slots);
		this.actions = actions;
		story.started();
	}

	@Override
	public boolean isRunning() {
		return this.phase == Phase.PREPARING || this.phase == Phase.FORWARD || this.phase == Phase.BACK;
	}

	int id() {
		return this.story.id();
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
		if (goesBack()) {
			this.deadline = this.actions.schedule(settings.deadline(),
					() -> fail("it took longer than " + Durations.text(settings.deadline()), List.of()));
		}
		if (this.story.trial()) {
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

	/**
	 * Return whether there is another generation to return to if this one fails.
	 */
	private boolean goesBack() {
		return this.story.kind() == Kind.RELOAD;
	}

	private void next() {
		if (this.phase == Phase.FORWARD) {
			int surge = this.replaced.isEmpty() ? 1 : this.settings.surge().of(this.story.slots());
			while (!this.queue.isEmpty() && this.underway.size() < surge) {
				start(this.queue.remove());
			}
			if (this.underway.isEmpty()) {
				end(Phase.SUCCEEDED);
			}
		}
	}

	private void start(@Nullable Slot slot) {
		Replacement replacement = new Replacement(slot, this);
		replacement.started(this.actions.start(slot, this.to, this.settings.bootTimeout(), replacement));
		this.underway.add(replacement);
	}

	@Override
	public void ready(Replacement replacement) {
		if (!this.underway.contains(replacement)) {
			return;
		}
		if (replacement.slot() != null) {
			this.actions.admit(replacement.candidate());
		}
		if (this.settings.bakeTime().isZero()) {
			baked(replacement);
			return;
		}
		replacement.bake(new Bake(replacement.candidate(), this.actions.serving(this.from)),
				this.actions.schedule(this.settings.bakeTime(), () -> baked(replacement)));
	}

	@Override
	public void baking(Replacement replacement) {
		failOnComplaint(replacement);
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
		replacement.tookOver();
		this.replaced.addLast(slot);
		WorkerHandle predecessor = this.actions.takeOver(slot, replacement.candidate(), this.settings.drainTimeout(),
				replacement);
		if (predecessor != null) {
			replacement.predecessor(predecessor);
		}
		else {
			drained(replacement);
		}
	}

	@Override
	public void drained(Replacement replacement) {
		if (this.underway.remove(replacement)) {
			next();
		}
	}

	@Override
	public void left(Replacement replacement, String because) {
		if (dependsOn(replacement)) {
			WorkerHandle worker = replacement.candidate();
			fail("%s leaves: %s".formatted(worker, because), worker.process().lastLines());
		}
	}

	@Override
	public void lost(Replacement replacement) {
		if (dependsOn(replacement)) {
			failBecauseOf(replacement.candidate());
		}
	}

	/**
	 * Return whether this reload depends on a replacement. A restarted slot is an
	 * ordinary one again as soon as its old worker is gone.
	 */
	private boolean dependsOn(Replacement replacement) {
		return goesBack() || this.underway.contains(replacement);
	}

	/**
	 * A worker is gone, whatever its purpose: even one that replaced a new worker shows
	 * what the generation is worth.
	 */
	void exited(WorkerHandle worker) {
		if (goesBack() && worker.isWanted() && worker.identity().generation() == this.to) {
			failBecauseOf(worker);
		}
	}

	private void failBecauseOf(WorkerHandle worker) {
		WorkerExit exit = worker.exit();
		fail("%s %s".formatted(worker, (exit != null) ? exit.reason() : "failed"), worker.process().lastLines());
	}

	/**
	 * Return whether a slot's new worker is starting or proving itself.
	 */
	@Override
	public boolean isReplacing(Slot slot) {
		return onTrial().anyMatch((replacement) -> replacement.slot() == slot);
	}

	private Stream<Replacement> onTrial() {
		return this.underway.stream().filter(Replacement::isOnTrial);
	}

	private void fail(String reason, List<String> log) {
		if (this.phase != Phase.FORWARD) {
			return;
		}
		this.reason = reason;
		this.log = log;
		if (goesBack()) {
			this.story.rollingBack(reason);
		}
		this.phase = Phase.BACK;
		this.queue.clear();
		this.underway.forEach(Replacement::endBake);
		onTrial().forEach((replacement) -> this.actions.remove(replacement.candidate(),
				goesBack() ? "the reload is rolled back" : "the rolling restart has failed"));
		this.underway.clear();
		if (!goesBack()) {
			end(Phase.FAILED);
			return;
		}
		this.wayBack = new WayBack(this.story, this.replaced, this.settings.surge().of(this.story.slots()),
				this.actions, () -> end(Phase.FAILED));
		this.wayBack.next();
	}

	/**
	 * Give up because the cluster is shutting down.
	 */
	void cancel() {
		if (isRunning()) {
			this.reason = (this.reason != null) ? this.reason : "the cluster is shutting down";
			this.underway.forEach(Replacement::endBake);
			this.underway.clear();
			if (this.wayBack != null) {
				this.wayBack.abandon();
			}
			end(Phase.FAILED);
		}
	}

	private void end(Phase phase) {
		this.phase = phase;
		this.outcome = replacedSlots();
		if (this.deadline != null) {
			this.deadline.run();
		}
		if (phase == Phase.FAILED) {
			if (goesBack() && !this.outcome.isEmpty()) {
				this.reason += "; slots %s could not go back and still have generation %d".formatted(this.outcome,
						this.to);
			}
			this.story.failed(String.valueOf(this.reason), this.outcome);
		}
		else {
			this.story.succeeded();
		}
		this.actions.ended(this.to, phase == Phase.SUCCEEDED && goesBack() && !this.story.trial());
	}

	ReloadInfo info() {
		ReloadState state = switch (this.phase) {
			case PREPARING, FORWARD, BACK -> ReloadState.RUNNING;
			case SUCCEEDED -> ReloadState.SUCCEEDED;
			case FAILED -> ReloadState.FAILED;
		};
		return new ReloadInfo(id(), this.story.kind(), state, this.to, this.story.trial(),
				isRunning() ? replacedSlots() : this.outcome, this.reason, this.log);
	}

	private List<Integer> replacedSlots() {
		return this.replaced.stream().filter((slot) -> slot.isServedBy(this.to)).map(Slot::number).toList();
	}

	@Override
	public String toString() {
		return this.story.toString();
	}

	private enum Phase {

		PREPARING, FORWARD, BACK, SUCCEEDED, FAILED

	}

}
