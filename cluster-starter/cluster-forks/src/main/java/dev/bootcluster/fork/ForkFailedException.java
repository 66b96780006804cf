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
	 * Create a new exception that is not about the end of a process.
	 * @param reason what kind of failure this is
	 * @param message which task failed, why, and what to do
	 * @param cause what the task threw, or what else is behind it
	 */
	public ForkFailedException(Reason reason, String message, @Nullable Throwable cause) {
		this(reason, message, cause, null, null, List.of());
	}

	/**
	 * Create a new exception about the end of a process.
	 * @param reason what kind of failure this is
	 * @param message which task failed, why, and what to do
	 * @param cause what is behind it
	 * @param exitCode the exit code as the operating system reported it
	 * @param signal the name of the signal that ended it
	 * @param lastLines what it printed last
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
	 * What kind of failure this is.
	 * @return the reason
	 */
	public Reason getReason() {
		return this.reason;
	}

	/**
	 * The exit code of the fork.
	 * @return the code, or {@code null} if the failure is not its end
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
	 * What the fork printed last, as far as it did not go to files.
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
		 * The task threw an exception, which is the cause. An exception whose class or
		 * content cannot be read here is stood in for by one with its text and its stack
		 * trace.
		 */
		TASK_FAILED,

		/**
		 * The process ended before the task did: by a signal, by {@code System.exit}, or
		 * because memory ran out.
		 */
		CRASHED,

		/**
		 * The task ran longer than it may and was killed.
		 */
		TIMED_OUT,

		/**
		 * More tasks run and wait than may.
		 */
		REJECTED,

		/**
		 * The task or its result cannot be serialized, or not be read on the other side.
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
		 * The application ends.
		 */
		CLOSED

	}

}
