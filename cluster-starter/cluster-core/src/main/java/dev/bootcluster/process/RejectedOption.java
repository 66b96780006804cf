// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.process;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Reads from a JVM's last words that one of its options kept it from starting.
 */
public final class RejectedOption {

	/**
	 * What the JVM or its launcher prints before it gives up; the more precise come
	 * first.
	 */
	private static final List<Pattern> WORDS = List.of(
			Pattern.compile("Unrecognized (?:VM )?option:? .*|.*[Ii]mproperly specified VM option .*"),
			Pattern.compile("Invalid .*: -\\S+.*|Missing \\+/- setting for VM option .*|.*VM option '.*' is .*"),
			Pattern.compile("Error opening zip file or JAR manifest missing ?: .*|.*Agent JAR not found.*"),
			Pattern.compile("Failed to find Premain-Class manifest attribute in .*|Could not find agent library .*"),
			Pattern.compile(".*agent library failed.*"),
			Pattern.compile(".*Unable to use (?:shared archive|AOT cache).*|.*processing the (?:shared archive|AOT).*"),
			Pattern.compile("Error: Exception thrown by the agent.*|Error: .*JMX.*"));

	private static final Pattern DEBUGGER = Pattern.compile("ERROR: transport error \\d+: (.*)");

	private static final Pattern AGENT = Pattern.compile(".*processing of -javaagent failed.*");

	private static final Pattern PREMAIN = Pattern.compile("\\s*at (?:.*/)?([\\w.$]+)\\.premain\\(.*");

	private static final Pattern CAUSE = Pattern.compile("Caused by: (.*)");

	private static final Pattern ANY = Pattern
		.compile("Error occurred during initialization of VM|Error: Could not create the Java Virtual Machine.*");

	private RejectedOption() {
	}

	/**
	 * Find out what a JVM said about its options.
	 * @param lastLines the last lines it printed
	 * @return what it said, {@code null} if it did not end because of an option
	 */
	public static @Nullable String find(List<String> lastLines) {
		FailedAgent agent = failedAgent(lastLines);
		if (agent != null) {
			return agent.toString();
		}
		for (String line : lastLines) {
			Matcher debugger = DEBUGGER.matcher(line);
			if (debugger.matches()) {
				return "-agentlib:jdwp failed: " + debugger.group(1);
			}
		}
		for (Pattern words : WORDS) {
			for (String line : lastLines) {
				if (words.matcher(line).matches()) {
					return line.strip();
				}
			}
		}
		return initialization(lastLines);
	}

	/**
	 * Find out which agent kept a JVM from starting. Its stack trace tells which it is
	 * and, in the end, why.
	 * @param lastLines the last lines the JVM printed
	 * @return the agent, {@code null} if none failed
	 */
	public static @Nullable FailedAgent failedAgent(List<String> lastLines) {
		if (lastLines.stream().noneMatch(AGENT.asMatchPredicate())) {
			return null;
		}
		String className = "";
		String cause = "";
		for (String line : lastLines) {
			Matcher premain = PREMAIN.matcher(line);
			className = premain.matches() ? premain.group(1) : className;
			Matcher reason = CAUSE.matcher(line);
			cause = reason.matches() ? reason.group(1) : cause;
		}
		return new FailedAgent(className, cause);
	}

	/**
	 * The reason stands in the next line.
	 */
	private static @Nullable String initialization(List<String> lastLines) {
		for (int i = 0; i < lastLines.size(); i++) {
			if (ANY.matcher(lastLines.get(i)).matches()) {
				return ((i + 1 < lastLines.size()) ? lastLines.get(i + 1) : lastLines.get(i)).strip();
			}
		}
		return null;
	}

	/**
	 * A Java agent that failed.
	 *
	 * @param className the class whose {@code premain} failed, empty if unknown
	 * @param cause why, empty if unknown
	 */
	public record FailedAgent(String className, String cause) {

		@Override
		public String toString() {
			return "-javaagent%s failed%s".formatted(this.className.isEmpty() ? "" : " (" + this.className + ")",
					this.cause.isEmpty() ? "" : ": " + this.cause);
		}

	}

}
