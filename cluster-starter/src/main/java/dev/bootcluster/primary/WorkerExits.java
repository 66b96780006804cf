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

package dev.bootcluster.primary;

import java.util.Map;

import dev.bootcluster.WorkerExit;
import dev.bootcluster.WorkerState;
import org.jspecify.annotations.Nullable;

/**
 * Reads how a worker ended. The exit code says how, never why: whether an exit was wanted
 * is known by intent alone.
 */
final class WorkerExits {

	/**
	 * The JDK reports death by a signal as 128 plus its number, as a shell does; a JVM
	 * that ends on a signal it handled uses the same codes.
	 */
	private static final int SIGNALLED = 128;

	private static final Map<Integer, String> SIGNALS = Map.of(1, "SIGHUP", 2, "SIGINT", 3, "SIGQUIT", 4, "SIGILL", 6,
			"SIGABRT", 7, "SIGBUS", 8, "SIGFPE", 9, "SIGKILL", 11, "SIGSEGV", 15, "SIGTERM");

	private WorkerExits() {
	}

	/**
	 * Describe an exit.
	 * @param code the exit code
	 * @param state the state in which the worker exited
	 * @param because why the primary ended it, {@code null} if it did not
	 */
	static WorkerExit of(int code, WorkerState state, @Nullable String because) {
		String signal = SIGNALS.get(code - SIGNALLED);
		String how = (signal != null) ? "by " + signal : "with exit code " + code;
		if (because != null) {
			return new WorkerExit(code, signal, "ended %s: %s".formatted(how, because));
		}
		String when = (state == WorkerState.STARTING) ? "before it was ready" : "unexpectedly";
		return new WorkerExit(code, signal, "ended %s %s".formatted(when, how));
	}

}
