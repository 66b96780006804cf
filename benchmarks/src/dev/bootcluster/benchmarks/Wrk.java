// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The load generator: 64 connections from two threads.
 */
final class Wrk {

	static final int CONNECTIONS = 64;

	private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in ");

	private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([\\d.]+)");

	private static final Pattern P50 = Pattern.compile("\\s50%\\s+([\\d.]+)(us|ms|s|m|h)\\s");

	private static final Pattern P99 = Pattern.compile("\\s99%\\s+([\\d.]+)(us|ms|s|m|h)\\s");

	private static final Pattern ERRORS = Pattern
		.compile("Socket errors: connect (\\d+), read (\\d+), write (\\d+), timeout (\\d+)");

	private static final Pattern STATUS = Pattern.compile("Non-2xx or 3xx responses: (\\d+)");

	private final Children children;

	private final int seconds;

	Wrk(Children children, int seconds) {
		this.children = children;
		this.seconds = seconds;
	}

	/**
	 * Put a load on {@code GET /hello}.
	 * @param port where
	 * @param part the kind of connections
	 * @return what came of it
	 */
	LoadResult run(int port, Part part) throws IOException, InterruptedException {
		return run(port, (part == Part.NEW) ? List.of("-H", "Connection: close") : List.of());
	}

	/**
	 * Put a load on requests that a script makes up.
	 * @param port where
	 * @param script the script
	 * @return what came of it
	 */
	LoadResult run(int port, Path script) throws IOException, InterruptedException {
		return run(port, List.of("-s", script.toString()));
	}

	private LoadResult run(int port, List<String> arguments) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(
				List.of(Tools.wrk(), "-t2", "-c" + CONNECTIONS, "-d%ds".formatted(this.seconds), "--latency"));
		command.addAll(arguments);
		command.add("http://127.0.0.1:%d/hello".formatted(port));
		Path output = this.children.output("wrk");
		Files.deleteIfExists(output);
		Process process = this.children.start("wrk", command);
		int exitCode = process.waitFor();
		this.children.stop(process);
		String report = Files.readString(output);
		if (exitCode != 0) {
			throw new UserException("%s: %s".formatted(String.join(" ", command), report));
		}
		return parse(report);
	}

	static LoadResult parse(String report) {
		return new LoadResult(Long.parseLong(group(REQUESTS, report, 1)), Double.parseDouble(group(RATE, report, 1)),
				millis(P50, report), millis(P99, report), count(ERRORS, report), count(STATUS, report), Double.NaN);
	}

	private static String group(Pattern pattern, String report, int group) {
		Matcher matcher = pattern.matcher(report);
		if (!matcher.find()) {
			throw new UserException("wrk reports no '%s':%n%s".formatted(pattern, report));
		}
		return matcher.group(group);
	}

	private static double millis(Pattern pattern, String report) {
		double value = Double.parseDouble(group(pattern, report, 1));
		return switch (group(pattern, report, 2)) {
			case "us" -> value / 1_000;
			case "ms" -> value;
			case "s" -> value * 1_000;
			case "m" -> value * 60_000;
			default -> value * 3_600_000;
		};
	}

	private static long count(Pattern pattern, String report) {
		Matcher matcher = pattern.matcher(report);
		long count = 0;
		if (matcher.find()) {
			for (int i = 1; i <= matcher.groupCount(); i++) {
				count += Long.parseLong(matcher.group(i));
			}
		}
		return count;
	}

}
