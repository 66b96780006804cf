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
