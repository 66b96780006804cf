// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line that a worker printed. What it printed is data: but for colours, it may not
 * steer the terminal of who reads it.
 *
 * @param slot the worker's slot
 * @param text the line
 */
record PrintedLine(long slot, String text) {

	/**
	 * Control sequences of ECMA-48, whose last character says what they do, and the
	 * strings of operating system commands.
	 */
	private static final Pattern SEQUENCE = Pattern
		.compile("\033\\[[0-?]*[ -/]*([@-~])|\033[\\]P^_X][^\007\033]*(?:\007|\033\\\\)?|\033[ -/]*[0-~]?");

	private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}&&[^\t\033]]");

	static PrintedLine of(JsonValue line) {
		return new PrintedLine(line.number("slot"), line.get("text").text());
	}

	/**
	 * Return the text as it may be shown.
	 * @param colours whether to keep its colours
	 */
	String shown(boolean colours) {
		boolean[] coloured = new boolean[1];
		String text = (this.text.indexOf('\033') < 0) ? this.text
				: SEQUENCE.matcher(this.text).replaceAll((sequence) -> {
					boolean colour = colours && "m".equals(sequence.group(1));
					coloured[0] |= colour;
					return colour ? Matcher.quoteReplacement(sequence.group()) : "";
				});
		return CONTROL.matcher(text).replaceAll("") + (coloured[0] ? "\033[0m" : "");
	}

	/**
	 * Return the text with the slot in front of it.
	 */
	String withSlot(boolean colours) {
		String slot = (this.slot > 0) ? Long.toString(this.slot) : "trial";
		return Colour.CYAN.paint(slot + " |", colours) + " " + shown(colours);
	}

}
