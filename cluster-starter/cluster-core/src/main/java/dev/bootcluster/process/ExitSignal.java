// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.process;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The signal behind an exit code. The JDK reports death by a signal as 128 plus its
 * number, as a shell does; a JVM that ends on a signal it handled uses the same codes.
 */
public final class ExitSignal {

	private static final int SIGNALLED = 128;

	private static final Map<Integer, String> NAMES = Map.of(1, "SIGHUP", 2, "SIGINT", 3, "SIGQUIT", 4, "SIGILL", 6,
			"SIGABRT", 7, "SIGBUS", 8, "SIGFPE", 9, "SIGKILL", 11, "SIGSEGV", 15, "SIGTERM");

	private ExitSignal() {
	}

	/**
	 * Return the name of the signal that ended a process.
	 * @param code the exit code of the process
	 * @return a name such as {@code SIGKILL}, or {@code null} if no signal did
	 */
	public static @Nullable String of(int code) {
		return NAMES.get(code - SIGNALLED);
	}

}
