// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cli;

/**
 * A command cannot do what it was asked. Its message is for the user.
 */
final class CommandFailedException extends RuntimeException {

	private final int exitCode;

	private CommandFailedException(int exitCode, String message) {
		super(message);
		this.exitCode = exitCode;
	}

	static CommandFailedException failed(String message) {
		return new CommandFailedException(ExitCode.FAILED, message);
	}

	static CommandFailedException usage(String message) {
		return new CommandFailedException(ExitCode.USAGE, message);
	}

	static CommandFailedException nothingRuns(String message) {
		return new CommandFailedException(ExitCode.NOTHING_RUNS, message);
	}

	int exitCode() {
		return this.exitCode;
	}

}
