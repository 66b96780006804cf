// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * The outcome of a child JVM that does one thing and ends.
 *
 * @param exitCode its exit code; empty if it did not end in time and was killed
 * @param output what it printed, on both streams
 */
public record JvmRun(OptionalInt exitCode, List<String> output) {

	/**
	 * Run a child JVM and wait for its end.
	 * @param command the command
	 * @param environment variables to set for it
	 * @param directory its working directory
	 * @param log holds its output while it runs; deleted afterwards
	 * @param timeout how long it may take
	 * @return the outcome
	 * @throws IOException if it cannot be started
	 * @throws InterruptedException if the thread is interrupted, in which case the JVM is
	 * killed
	 */
	public static JvmRun of(List<String> command, Map<String, String> environment, Path directory, Path log,
			Duration timeout) throws IOException, InterruptedException {
		ProcessBuilder builder = new ProcessBuilder(command).directory(WorkingDirectory.existing(directory).toFile())
			.redirectErrorStream(true)
			.redirectOutput(log.toAbsolutePath().toFile());
		JvmVariables.apply(environment, builder.environment());
		Process process = null;
		try {
			process = builder.start();
			boolean ended = process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
			OptionalInt exitCode = ended ? OptionalInt.of(process.exitValue()) : OptionalInt.empty();
			// It may have printed bytes that are not characters.
			return new JvmRun(exitCode, new String(Files.readAllBytes(log), StandardCharsets.UTF_8).lines().toList());
		}
		finally {
			if (process != null) {
				process.destroyForcibly();
			}
			Files.deleteIfExists(log);
		}
	}

	/**
	 * Return whether it ended normally.
	 * @return {@code true} for the exit code 0
	 */
	public boolean succeeded() {
		return this.exitCode.isPresent() && this.exitCode.getAsInt() == 0;
	}

	/**
	 * Return the last lines it printed.
	 * @param count the maximum number of lines
	 * @return the lines, the oldest first
	 */
	public List<String> lastLines(int count) {
		return this.output.subList(Math.max(0, this.output.size() - count), this.output.size());
	}

}
