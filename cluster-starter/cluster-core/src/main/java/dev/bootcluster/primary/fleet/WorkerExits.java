// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.fleet;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.bootcluster.ExitCause;
import dev.bootcluster.WorkerExit;
import dev.bootcluster.WorkerState;
import dev.bootcluster.primary.launch.AgentFailure;
import dev.bootcluster.primary.launch.PortConflict;
import dev.bootcluster.process.ExitSignal;
import dev.bootcluster.process.RejectedOption;
import org.jspecify.annotations.Nullable;

/**
 * Interprets how a worker ended. The exit code says how, never why: whether an exit was
 * wanted follows from intent alone.
 */
final class WorkerExits {

	/**
	 * The JVM's last line says so, whichever of its options ended it and how.
	 */
	private static final Pattern OUT_OF_MEMORY = Pattern.compile(".*(java\\.lang\\.OutOfMemoryError(: [^\"()]*)?).*");

	/**
	 * How a worker at a terminal colours its log (ECMA-48, SGR).
	 */
	private static final Pattern COLOUR = Pattern.compile("\u001B\\[[0-9;]*m");

	private static final int MOST_WORDS = 200;

	private WorkerExits() {
	}

	/**
	 * Describe an exit caused by the primary.
	 * @param code the exit code
	 * @param cause the kind of exit
	 * @param because why the primary ended it
	 */
	static WorkerExit wanted(int code, ExitCause cause, String because) {
		String signal = ExitSignal.of(code);
		String reason = (cause == ExitCause.RECYCLED) ? because : "ended %s: %s".formatted(how(code, signal), because);
		return new WorkerExit(code, signal, reason, cause);
	}

	/**
	 * Describe an exit not caused by the primary.
	 * @param code the exit code
	 * @param state the state in which the worker exited
	 * @param outOfMemoryKill whether the kernel has killed a process meanwhile for lack
	 * of memory
	 * @param lastLines the last lines the worker printed
	 * @param agent the agent that kept it from reaching the application, {@code null} if
	 * none did
	 */
	static WorkerExit unwanted(int code, WorkerState state, boolean outOfMemoryKill, List<String> lastLines,
			@Nullable AgentFailure agent) {
		String signal = ExitSignal.of(code);
		if (outOfMemoryKill && "SIGKILL".equals(signal)) {
			return new WorkerExit(code, signal, "killed by the kernel because memory ran out (OOM killer)",
					ExitCause.OUT_OF_MEMORY_KILL);
		}
		String error = (code != 0) ? outOfMemoryError(lastLines) : null;
		if (error != null) {
			return new WorkerExit(code, signal, "ended %s after %s".formatted(how(code, signal), error),
					ExitCause.OUT_OF_MEMORY_ERROR);
		}
		boolean started = state != WorkerState.STARTING;
		ExitCause own = started ? ExitCause.EXIT_CODE : ExitCause.BOOT_FAILURE;
		return new WorkerExit(
				code, signal, "ended %s %s%s".formatted(started ? "unexpectedly" : "before it was ready",
						how(code, signal), started ? "" : why(code, lastLines, agent)),
				(signal != null) ? ExitCause.SIGNAL : own);
	}

	/**
	 * Return what an ended worker has to say for itself.
	 * @param lastLines the last lines the worker printed
	 * @return the end of a sentence about its exit, empty if it has printed nothing
	 */
	static String lastWords(List<String> lastLines) {
		for (int i = lastLines.size() - 1; i >= 0; i--) {
			String line = COLOUR.matcher(lastLines.get(i)).replaceAll("");
			// The lines of a stack trace are indented, and say the least at its end.
			if (!line.isBlank() && !Character.isWhitespace(line.charAt(0))) {
				return "; it last printed: "
						+ ((line.length() <= MOST_WORDS) ? line : line.substring(0, MOST_WORDS - 1) + "…");
			}
		}
		return "";
	}

	private static String how(int code, @Nullable String signal) {
		return (signal != null) ? "by " + signal : "with exit code " + code;
	}

	private static String why(int code, List<String> lastLines, @Nullable AgentFailure agent) {
		if (agent != null && code != 0) {
			return " because of a JVM option: " + agent.reason();
		}
		String option = RejectedOption.find(lastLines);
		if (option != null) {
			return " because of a JVM option: " + option;
		}
		PortConflict conflict = (code != 0) ? PortConflict.in(lastLines) : null;
		return (conflict != null) ? ": " + conflict.reason() : "";
	}

	private static @Nullable String outOfMemoryError(List<String> lastLines) {
		String error = null;
		for (String line : lastLines) {
			Matcher matcher = OUT_OF_MEMORY.matcher(line);
			error = matcher.matches() ? matcher.group(1).strip() : error;
		}
		return error;
	}

}
