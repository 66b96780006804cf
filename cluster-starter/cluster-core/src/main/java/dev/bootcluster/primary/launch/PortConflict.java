// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.launch;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A port that a worker could not open because another process has it, which is usually
 * another worker.
 *
 * @param port the port, 0 if the worker did not name it
 * @param loser who could not open it
 */
public record PortConflict(int port, Loser loser) {

	/**
	 * How a worker is told that the primary cannot open a port for it; the number
	 * follows.
	 */
	public static final String PRIMARY_FAILED = "The primary cannot open port ";

	private static final Pattern PRIMARY = Pattern.compile(PRIMARY_FAILED + "(\\d{1,5})\\b");

	/**
	 * How servers say it: Boot, Boot's additional connectors, gRPC, Netty and ActiveMQ,
	 * Reactor Netty, remote management, the JDK with an address added to its message, and
	 * H2.
	 */
	private static final List<Pattern> NAMED = Stream
		.of("Port (\\d+) (?:was|is) already in use", "listen on port (\\d+) failed to start",
				"Failed to bind to(?: address| server socket)?:? \\S*:(\\d+)", "Failed to bind on \\[?\\S*:(\\d+)",
				"Port already in use: (\\d+)", "Address already in use\\b.{0,20}[:/ ]\\S*:(\\d+)",
				"Cannot bind to port (\\d+)", "opening port \"(\\d+)\"", "Could not listen on port:? (\\d+)")
		.map((regex) -> Pattern.compile(regex, Pattern.CASE_INSENSITIVE))
		.toList();

	/**
	 * Not Spring's exceptions about the binding of properties, which are named alike.
	 */
	private static final Pattern UNNAMED = Pattern
		.compile("(?i:address already in use)|java\\.net\\.BindException|\\bChannelBindException");

	/**
	 * Look for a conflict in what a worker printed.
	 * @param lines the last lines it printed
	 * @return the conflict, {@code null} if there is none
	 */
	public static @Nullable PortConflict in(List<String> lines) {
		for (String line : lines) {
			Matcher matcher = PRIMARY.matcher(line);
			if (matcher.find()) {
				return new PortConflict(Integer.parseInt(matcher.group(1)), Loser.PRIMARY);
			}
		}
		for (Pattern pattern : NAMED) {
			for (String line : lines) {
				Matcher matcher = pattern.matcher(line);
				if (matcher.find() && matcher.group(1).length() <= 5) {
					return new PortConflict(Integer.parseInt(matcher.group(1)), Loser.WORKER);
				}
			}
		}
		return lines.stream().anyMatch(UNNAMED.asPredicate()) ? new PortConflict(0, Loser.WORKER) : null;
	}

	/**
	 * Say what happened.
	 * @return half a sentence
	 */
	public String reason() {
		return (this.loser == Loser.PRIMARY) ? name() + " cannot be opened by the primary"
				: name() + " is in use, and workers cannot share one";
	}

	/**
	 * Say what to do.
	 * @return a sentence
	 */
	public String remedy() {
		if (this.loser == Loser.PRIMARY) {
			return "Stop the process that listens on port %d, or give the connector another port".formatted(this.port);
		}
		return ("Only one process can listen on %s: serve it on server.port, which the primary opens for all workers;"
				+ " or open it in one worker only, the leader (@OnLeader, LeadershipChanged);"
				+ " or use port 0, so that each worker takes a free one")
			.formatted((this.port != 0) ? "port " + this.port : "the port that the application opens itself");
	}

	private String name() {
		return (this.port != 0) ? "port " + this.port : "a port that the application opens itself";
	}

	/**
	 * The process that could not open the port.
	 */
	public enum Loser {

		/**
		 * A worker, as a rule because another one was faster.
		 */
		WORKER,

		/**
		 * The primary, so that it is none of the cluster's processes that has it.
		 */
		PRIMARY

	}

}
