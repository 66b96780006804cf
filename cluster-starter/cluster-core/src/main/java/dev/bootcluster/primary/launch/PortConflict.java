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
 * @param ours whether it was the primary that could not open it, so that it is none of
 * the cluster's processes that has it
 */
public record PortConflict(int port, boolean ours) {

	private static final Pattern OURS = Pattern.compile("The primary cannot open port (\\d+)");

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

	private static final Pattern UNNAMED = Pattern.compile("address already in use|BindException",
			Pattern.CASE_INSENSITIVE);

	/**
	 * Look for a conflict in what a worker printed.
	 * @param lines the last lines it printed
	 * @return the conflict, {@code null} if there is none
	 */
	public static @Nullable PortConflict in(List<String> lines) {
		for (String line : lines) {
			Matcher matcher = OURS.matcher(line);
			if (matcher.find()) {
				return new PortConflict(Integer.parseInt(matcher.group(1)), true);
			}
		}
		for (Pattern pattern : NAMED) {
			for (String line : lines) {
				Matcher matcher = pattern.matcher(line);
				if (matcher.find() && matcher.group(1).length() <= 5) {
					return new PortConflict(Integer.parseInt(matcher.group(1)), false);
				}
			}
		}
		return lines.stream().anyMatch(UNNAMED.asPredicate()) ? new PortConflict(0, false) : null;
	}

	/**
	 * Say what happened.
	 * @return half a sentence
	 */
	public String reason() {
		return this.ours ? name() + " cannot be opened by the primary"
				: name() + " is in use, and workers cannot share one";
	}

	/**
	 * Say what to do.
	 * @return a sentence
	 */
	public String remedy() {
		if (this.ours) {
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

}
