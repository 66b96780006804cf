// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.util.List;

import dev.bootcluster.process.CommandLine;

/**
 * JVM options written on one line, as in a shell.
 *
 * @param words the options
 */
public record JvmWords(List<String> words) {

	/**
	 * Parse a line. Called by Boot's conversion service.
	 * @param line options separated by spaces; an option that contains a space is quoted
	 * @return the options
	 * @throws IllegalArgumentException if a quote is not closed
	 */
	public static JvmWords of(String line) {
		return new JvmWords(CommandLine.split(line));
	}

}
