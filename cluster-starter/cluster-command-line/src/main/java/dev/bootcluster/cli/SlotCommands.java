// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cli;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Orders for single slots.
 */
final class SlotCommands {

	private SlotCommands() {
	}

	/**
	 * Stops a slot.
	 */
	@Command(name = "stop", description = "Drain and stop a slot's worker, and leave the slot empty.")
	static final class Stop extends ClusterCommand {

		@Parameters(arity = "0..1", paramLabel = "<slot>", description = "The slot.")
		private @Nullable Integer slot;

		Stop(Shell shell) {
			super(shell);
		}

		@Override
		int run(Connection cluster) {
			if (this.slot == null) {
				throw CommandFailedException.usage("Which slot? To stop all of them, stop the application: kill %d"
					.formatted(cluster.ask("info").get("primary").number("pid")));
			}
			cluster.ask("stop", Map.of("slot", this.slot));
			return accepted("stop", "The worker in slot %d drains and ends".formatted(this.slot));
		}

	}

	/**
	 * Starts one slot or all of them.
	 */
	@Command(name = "start", description = "Start a worker in a stopped slot, or in all of them.")
	static final class Start extends ClusterCommand {

		@Parameters(arity = "0..1", paramLabel = "<slot>", description = "The slot; without it, all stopped slots.")
		private @Nullable Integer slot;

		Start(Shell shell) {
			super(shell);
		}

		@Override
		int run(Connection cluster) {
			if (this.slot == null) {
				cluster.ask("start-all");
				return accepted("start", "All stopped slots get a worker");
			}
			cluster.ask("start", Map.of("slot", this.slot));
			return accepted("start", "Slot %d gets a worker, unless it has one".formatted(this.slot));
		}

	}

	/**
	 * Pauses a slot.
	 */
	@Command(name = "pause", description = "Give a slot no new connections; it keeps those that it has.")
	static final class Pause extends OfOneSlot {

		Pause(Shell shell) {
			super(shell, "pause", "Slot %d gets no new connections until it is resumed");
		}

	}

	/**
	 * Resumes a slot.
	 */
	@Command(name = "resume", description = "Give a paused slot connections again.")
	static final class Resume extends OfOneSlot {

		Resume(Shell shell) {
			super(shell, "resume", "Slot %d gets connections");
		}

	}

	/**
	 * An order that must name a slot.
	 */
	private abstract static class OfOneSlot extends ClusterCommand {

		private final String order;

		private final String sentence;

		@Parameters(paramLabel = "<slot>", description = "The slot.")
		private int slot;

		OfOneSlot(Shell shell, String order, String sentence) {
			super(shell);
			this.order = order;
			this.sentence = sentence;
		}

		@Override
		int run(Connection cluster) {
			cluster.ask(this.order, Map.of("slot", this.slot));
			return accepted(this.order, this.sentence.formatted(this.slot));
		}

	}

}
