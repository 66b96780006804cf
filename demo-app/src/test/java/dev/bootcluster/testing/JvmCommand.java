// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A JVM that a user starts in a shell, with its output in files.
 */
public final class JvmCommand implements AutoCloseable {

	private static final int TIMEOUT_SECONDS = 180;

	private final Process process;

	private final Path out;

	private final Path err;

	private JvmCommand(Process process, Path out, Path err) {
		this.process = process;
		this.out = out;
		this.err = err;
	}

	/**
	 * Start a JVM.
	 * @param directory where to keep its output
	 * @param words its options and arguments
	 * @return the JVM
	 */
	public static JvmCommand start(Path directory, String... words) {
		try {
			Path out = Files.createTempFile(directory, "command-", ".out");
			Path err = Files.createTempFile(directory, "command-", ".err");
			List<String> command = new ArrayList<>(
					List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
			command.addAll(List.of(words));
			Process process = new ProcessBuilder(command).redirectOutput(out.toFile())
				.redirectError(err.toFile())
				.start();
			process.getOutputStream().close();
			return new JvmCommand(process, out, err);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Wait for its end.
	 * @return its exit code
	 */
	public int exitCode() {
		try {
			if (!this.process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
				throw new AssertionError("It did not end. It printed\n%s\n%s".formatted(out(), err()));
			}
			return this.process.exitValue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * What it has printed so far.
	 * @return its standard output
	 */
	public String out() {
		return read(this.out);
	}

	/**
	 * What it has complained about so far.
	 * @return its standard error
	 */
	public String err() {
		return read(this.err);
	}

	private static String read(Path file) {
		try {
			return Files.readString(file, StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
