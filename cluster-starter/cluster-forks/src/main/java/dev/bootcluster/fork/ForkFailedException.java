// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.fork;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A task in a fork has no result.
 */
public class ForkFailedException extends RuntimeException {

	private final Reason reason;

	private final @Nullable Integer exitCode;

	private final @Nullable String signal;

	private final List<String> lastLines;

	/**
	 * Create an exception that is not about the end of a process.
	 * @param reason the kind of failure
	 * @param message which task failed, why, and what to do
	 * @param cause what the task threw, or another cause
	 */
	public ForkFailedException(Reason reason, String message, @Nullable Throwable cause) {
		this(reason, message, cause, null, null, List.of());
	}

	/**
	 * Create an exception about the end of a process.
	 * @param reason the kind of failure
	 * @param message which task failed, why, and what to do
	 * @param cause the cause
	 * @param exitCode the exit code reported by the operating system
	 * @param signal the name of the signal that ended it
	 * @param lastLines the last lines it printed
	 */
	public ForkFailedException(Reason reason, String message, @Nullable Throwable cause, @Nullable Integer exitCode,
			@Nullable String signal, List<String> lastLines) {
		super(message, cause);
		this.reason = reason;
		this.exitCode = exitCode;
		this.signal = signal;
		this.lastLines = List.copyOf(lastLines);
	}

	/**
	 * The kind of failure.
	 * @return the reason
	 */
	public Reason getReason() {
		return this.reason;
	}

	/**
	 * The exit code of the fork.
	 * @return the code, or {@code null} if the failure is not the fork's end
	 */
	public @Nullable Integer getExitCode() {
		return this.exitCode;
	}

	/**
	 * The signal that ended the fork.
	 * @return a name such as {@code SIGKILL}, or {@code null} if none did
	 */
	public @Nullable String getSignal() {
		return this.signal;
	}

	/**
	 * The last lines that the fork printed, unless they went to files.
	 * @return at most fifty lines, the oldest first
	 */
	public List<String> getLastLines() {
		return this.lastLines;
	}

	/**
	 * Kinds of failure.
	 */
	public enum Reason {

		/**
		 * The task threw an exception, which is the cause. If its class or content cannot
		 * be read here, a stand-in with its text and stack trace takes its place.
		 */
		TASK_FAILED,

		/**
		 * The process ended before the task: by a signal, by {@code System.exit}, or
		 * because it ran out of memory.
		 */
		CRASHED,

		/**
		 * The task exceeded its timeout and was killed.
		 */
		TIMED_OUT,

		/**
		 * The limit on running and waiting tasks, or on detached processes, was reached.
		 */
		REJECTED,

		/**
		 * The task or its result cannot be serialized, or cannot be deserialized on the
		 * other side.
		 */
		NOT_SERIALIZABLE,

		/**
		 * The task or its result is larger than {@code cluster.forks.max-message-size}.
		 */
		TOO_LARGE,

		/**
		 * No process could be started for the task.
		 */
		NOT_STARTED,

		/**
		 * The application is shutting down.
		 */
		CLOSED

	}

}
