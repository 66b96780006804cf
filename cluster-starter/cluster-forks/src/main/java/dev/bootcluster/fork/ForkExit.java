// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.fork;

import java.util.List;

import dev.bootcluster.fork.ForkFailedException.Reason;
import dev.bootcluster.process.ExitSignal;
import org.jspecify.annotations.Nullable;

/**
 * How a fork ended.
 *
 * @param pid its process id, 0 if there was no process
 * @param code its exit code, {@code null} if there was no process
 * @param lastLines the last lines it printed
 * @param phase how far it got
 * @param problem the failure on this side, {@code null} if there was none
 */
record ForkExit(long pid, @Nullable Integer code, List<String> lastLines, Phase phase, @Nullable Exception problem) {

	/**
	 * Whether another fork can run its task: the task had not begun, and that was not the
	 * task's own fault.
	 */
	boolean isHarmless() {
		return this.phase == Phase.WAITING
				|| (this.phase == Phase.STARTING && this.code != null && ExitSignal.of(this.code) != null);
	}

	/**
	 * Describe the end of the fork as the failure of its task.
	 */
	ForkFailedException failure(String task) {
		if (this.code == null) {
			return new ForkFailedException(Reason.NOT_STARTED, "No fork can be started for task %s: %s".formatted(task,
					(this.problem != null) ? this.problem.getMessage() : "interrupted"), this.problem);
		}
		boolean started = this.phase != Phase.STARTING;
		String signal = ExitSignal.of(this.code);
		String how = (signal != null) ? "was killed by " + signal : "ended with exit code " + this.code;
		String message = started ? "Task %s has no result because its fork (pid %d) %s".formatted(task, this.pid, how)
				: "No fork can be started for task %s: its process %s".formatted(task, how);
		if (!this.lastLines.isEmpty()) {
			message += "; it last printed: " + this.lastLines.get(this.lastLines.size() - 1);
		}
		return new ForkFailedException(started ? Reason.CRASHED : Reason.NOT_STARTED, message, null, this.code, signal,
				this.lastLines);
	}

	/**
	 * How far a fork got.
	 */
	enum Phase {

		/**
		 * It had not connected.
		 */
		STARTING,

		/**
		 * It had connected, but not begun the task that it was given, if any.
		 */
		WAITING,

		/**
		 * It had begun a task.
		 */
		RUNNING

	}

}
