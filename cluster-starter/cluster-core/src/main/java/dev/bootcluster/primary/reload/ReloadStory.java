// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.reload;

import java.util.List;

import dev.bootcluster.ClusterEventType;
import dev.bootcluster.ReloadInfo.Kind;
import dev.bootcluster.primary.fleet.EventLog;
import dev.bootcluster.primary.fleet.EventSubject;
import dev.bootcluster.primary.fleet.WorkerHandle;

/**
 * Records the progress of one reload.
 *
 * @param events where to record it
 * @param id the reload's number
 * @param kind why workers are replaced
 * @param trial whether it is only a trial of its generation
 * @param from the generation that serves before it
 * @param to the generation it brings
 * @param slots how many slots it replaces
 */
record ReloadStory(EventLog events, int id, Kind kind, boolean trial, int from, int to, int slots) {

	void started() {
		info(ClusterEventType.RELOAD_STARTED, switch (this.kind) {
			case RELOAD -> (this.trial ? ": trying generation %d while generation %d serves"
					: ": generation %d replaces generation %d")
				.formatted(this.to, this.from);
			case RESTART ->
				": %d slots get new workers of generation %d, one after the other".formatted(this.slots, this.to);
		});
	}

	void succeeded() {
		info(ClusterEventType.RELOAD_SUCCEEDED, " succeeded: " + switch (this.kind) {
			case RELOAD -> (this.trial ? "generation %d can serve and was removed again; generation %d keeps serving"
					: "generation %d serves")
				.formatted(this.to, this.from);
			case RESTART -> "%d slots have new workers".formatted(this.slots);
		});
	}

	void rollingBack(String reason) {
		this.events.warn(ClusterEventType.RELOAD_ROLLING_BACK, EventSubject.reload(this.id, this.from),
				"%s is being rolled back to generation %d: %s".formatted(this, this.from, reason));
	}

	/**
	 * A slot could not go back to the previous generation.
	 */
	void notRestored(WorkerHandle worker) {
		this.events.error(ClusterEventType.SLOT_NOT_RESTORED, EventSubject.of(worker),
				"Slot %d cannot go back to generation %d now".formatted(worker.identity().slot(), this.from));
	}

	/**
	 * The reload has failed.
	 * @param replaced the slots that nevertheless have one of its workers
	 */
	void failed(String reason, List<Integer> replaced) {
		String state = switch (this.kind) {
			case RELOAD -> "generation %d serves".formatted(this.from);
			case RESTART -> "%d of %d slots were not restarted".formatted(this.slots - replaced.size(), this.slots);
		};
		this.events.error(ClusterEventType.RELOAD_FAILED, EventSubject.reload(this.id, this.from),
				"%s failed, %s: %s".formatted(this, state, reason));
	}

	private void info(ClusterEventType type, String what) {
		this.events.info(type, EventSubject.reload(this.id, this.to), this + what);
	}

	/**
	 * Return the reload as every log line names it.
	 */
	@Override
	public String toString() {
		return ((this.kind == Kind.RESTART) ? "Rolling restart " : "Reload ") + this.id;
	}

}
