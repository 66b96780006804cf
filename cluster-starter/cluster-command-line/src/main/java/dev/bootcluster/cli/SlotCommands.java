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
	static final class Pause extends ClusterCommand {

		@Parameters(paramLabel = "<slot>", description = "The slot.")
		private int slot;

		Pause(Shell shell) {
			super(shell);
		}

		@Override
		int run(Connection cluster) {
			cluster.ask("pause", Map.of("slot", this.slot));
			return accepted("pause", "Slot %d gets no new connections until it is resumed".formatted(this.slot));
		}

	}

	/**
	 * Resumes a slot.
	 */
	@Command(name = "resume", description = "Give a paused slot connections again.")
	static final class Resume extends ClusterCommand {

		@Parameters(paramLabel = "<slot>", description = "The slot.")
		private int slot;

		Resume(Shell shell) {
			super(shell);
		}

		@Override
		int run(Connection cluster) {
			cluster.ask("resume", Map.of("slot", this.slot));
			return accepted("resume", "Slot %d gets connections".formatted(this.slot));
		}

	}

}
