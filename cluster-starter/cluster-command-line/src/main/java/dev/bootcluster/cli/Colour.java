// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cli;

/**
 * A colour of text on a terminal.
 */
enum Colour {

	NONE(""),

	GREEN("32"),

	YELLOW("33"),

	RED("31"),

	CYAN("36"),

	BOLD("1"),

	DIM("2");

	private final String code;

	Colour(String code) {
		this.code = code;
	}

	/**
	 * Colour a text.
	 * @param text the text
	 * @param colours whether there are colours
	 */
	String paint(String text, boolean colours) {
		return (colours && this != NONE) ? "\033[%sm%s\033[0m".formatted(this.code, text) : text;
	}

	/**
	 * Return the colour of a worker's or cluster's state.
	 */
	static Colour ofState(String state) {
		return switch (state) {
			case "READY", "STABLE", "SUCCEEDED" -> GREEN;
			case "STARTING", "LINGERING", "DRAINING", "RELOADING", "RUNNING" -> YELLOW;
			case "EXITED", "DEGRADED", "FAILED" -> RED;
			default -> NONE;
		};
	}

}
