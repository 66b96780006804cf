// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cli;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How far each slot is in a reload or rolling restart, told by the cluster's events.
 */
final class RolloutProgress {

	private final long rollout;

	private final Map<Long, Long> newcomers = new TreeMap<>();

	private final Map<Long, String> slots = new TreeMap<>();

	RolloutProgress(long rollout) {
		this.rollout = rollout;
	}

	/**
	 * Something happened.
	 * @param event the event
	 * @return whether it is news of this rollout
	 */
	boolean accept(JsonValue event) {
		long slot = event.number("slot");
		if (event.number("reload") != this.rollout || event.number("pid") == 0) {
			return false;
		}
		String state = state(event, slot, event.number("pid"));
		return !state.isEmpty() && !state.equals(this.slots.put(slot, state));
	}

	private String state(JsonValue event, long slot, long pid) {
		String type = event.text("type");
		if (type.equals("WORKER_STARTING")) {
			this.newcomers.put(slot, pid);
			return "new worker %d starts (generation %d)".formatted(pid, event.number("generation"));
		}
		Long newcomer = this.newcomers.get(slot);
		if (newcomer == null) {
			return "";
		}
		boolean isNew = newcomer == pid;
		return switch (type) {
			case "WORKER_READY" -> isNew ? "new worker %d is ready and on trial".formatted(pid) : "";
			case "WORKER_DRAINING" -> isNew ? "new worker %d is removed".formatted(pid)
					: "new worker %d serves, %d drains".formatted(newcomer, pid);
			case "WORKER_EXITED" -> isNew ? event.text("detail") : "done: worker %d serves".formatted(newcomer);
			default -> "";
		};
	}

	/**
	 * Return a line for each slot that has begun.
	 */
	List<String> lines() {
		return this.slots.keySet().stream().map(this::line).toList();
	}

	String line(long slot) {
		return "  %s  %s".formatted((slot > 0) ? "slot " + slot : "trial", this.slots.get(slot));
	}

}
