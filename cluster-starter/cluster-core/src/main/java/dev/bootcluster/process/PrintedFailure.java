// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.process;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads from what an application printed why it could not start.
 */
public final class PrintedFailure {

	/**
	 * How Boot's failure analyzers begin and end to say it.
	 */
	private static final String DESCRIPTION = "Description:";

	private static final String ACTION = "Action:";

	private static final String CAUSE = "Caused by: ";

	/**
	 * Stack frames, and how the JDK and Logback say that some are left out.
	 */
	private static final Pattern FRAME = Pattern.compile("\\s+at .*|\\s+\\.\\.\\. \\d+ (?:more|common frames omitted)");

	private static final int MOST_CHARACTERS = 300;

	private PrintedFailure() {
	}

	/**
	 * Leave out the frames of stack traces, which are most of their lines and say the
	 * least.
	 * @param lines the lines it printed
	 * @return the others
	 */
	public static List<String> withoutFrames(List<String> lines) {
		return lines.stream().filter((line) -> !isFrame(line)).toList();
	}

	/**
	 * Return why it failed: what a failure analyzer says, or else the message of the last
	 * cause in a stack trace, or of the exception if it has none.
	 * @param lines the lines it printed
	 * @return the reason in one line, empty if there is none
	 */
	public static String reason(List<String> lines) {
		int description = lines.lastIndexOf(DESCRIPTION);
		if (description >= 0) {
			List<String> text = lines.subList(description + 1, lines.size());
			int action = text.indexOf(ACTION);
			return oneLine((action >= 0) ? text.subList(0, action) : text);
		}
		for (int i = lines.size() - 1; i >= 0; i--) {
			if (lines.get(i).startsWith(CAUSE)) {
				return oneLine(message(lines, i)).substring(CAUSE.length());
			}
		}
		return oneLine(message(lines, exception(lines)));
	}

	/**
	 * Find the exception whose trace comes last, or else the last line. A message may
	 * have several lines, all but the first of them indented or empty.
	 */
	private static int exception(List<String> lines) {
		int end = lines.size() - 1;
		while (end >= 0 && !isFrame(lines.get(end))) {
			end--;
		}
		int first = (end >= 0) ? end : lines.size() - 1;
		while (first > 0 && (lines.get(first).isBlank() || Character.isWhitespace(lines.get(first).charAt(0)))) {
			first--;
		}
		return Math.max(first, 0);
	}

	private static boolean isFrame(String line) {
		return FRAME.matcher(line).matches();
	}

	private static List<String> message(List<String> lines, int first) {
		return lines.subList(first, lines.size()).stream().takeWhile((line) -> !isFrame(line)).toList();
	}

	private static String oneLine(List<String> lines) {
		String text = lines.stream()
			.map(String::strip)
			.filter((line) -> !line.isEmpty())
			.collect(Collectors.joining(" "));
		return (text.length() <= MOST_CHARACTERS) ? text : text.substring(0, MOST_CHARACTERS - 1) + "…";
	}

}
