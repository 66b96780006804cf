// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an executable says about itself, which also shows whether it runs on this system.
 *
 * @param major the first number
 * @param minor the second number
 */
record RedisVersion(int major, int minor) {

	/**
	 * The bundled one, with which everything is tested.
	 */
	private static final RedisVersion OLDEST = new RedisVersion(6, 2);

	private static final Pattern VERSION = Pattern.compile("\\bv=(\\d{1,4})\\.(\\d{1,4})");

	private static final int TIMEOUT_SECONDS = 5;

	/**
	 * How a program begins (elf(5)).
	 */
	private static final byte[] ELF = { 0x7f, 'E', 'L', 'F' };

	/**
	 * Ask an executable.
	 * @throws IOException if it does not run or is too old; the message says why
	 */
	static RedisVersion of(Path executable) throws IOException {
		Process process = start(executable);
		process.getOutputStream().close();
		// Unlike the process, its handle does not close the stream that is being read.
		process.onExit()
			.orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
			.whenComplete((ended, late) -> process.toHandle().destroyForcibly());
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1).strip();
		int status = process.onExit().join().exitValue();
		Matcher version = VERSION.matcher(output);
		if (status != 0 || !version.find()) {
			throw new IOException(isShell(output, executable) ? "this kernel cannot execute it (Exec format error)"
					: "exit status %d%s".formatted(status, output.isEmpty() ? "" : ": " + output));
		}
		RedisVersion found = new RedisVersion(Integer.parseInt(version.group(1)), Integer.parseInt(version.group(2)));
		if (found.isOlderThan(OLDEST)) {
			throw new IOException("it is version %s, and %s is needed".formatted(found, OLDEST));
		}
		return found;
	}

	private static Process start(Path executable) throws IOException {
		try {
			return new ProcessBuilder(executable.toString(), "--version").redirectErrorStream(true).start();
		}
		catch (IOException ex) {
			if (!Files.isExecutable(executable)) {
				// The mode allows it, so the file system does not.
				throw new IOException(
						"files in %s cannot be executed (mount option noexec)".formatted(executable.getParent()), ex);
			}
			throw isProgram(executable) ? new IOException("its dynamic loader is missing, as with another libc", ex)
					: ex;
		}
	}

	/**
	 * What the kernel cannot execute is given to a shell, by execvp(3) and the JDK alike,
	 * which then complains about a line of it.
	 */
	private static boolean isShell(String output, Path executable) throws IOException {
		return isProgram(executable) && Pattern.compile(Pattern.quote(executable.toString()) + ": (line )?\\d+: ")
			.matcher(output)
			.lookingAt();
	}

	private static boolean isProgram(Path executable) throws IOException {
		try (InputStream in = Files.newInputStream(executable)) {
			return Arrays.equals(in.readNBytes(ELF.length), ELF);
		}
	}

	private boolean isOlderThan(RedisVersion other) {
		return this.major < other.major || (this.major == other.major && this.minor < other.minor);
	}

	@Override
	public String toString() {
		return this.major + "." + this.minor;
	}

}
