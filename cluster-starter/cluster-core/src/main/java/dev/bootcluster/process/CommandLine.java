// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.process;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Reads command lines.
 */
public final class CommandLine {

	private CommandLine() {
	}

	/**
	 * Find the application's arguments, with spaces and quotes intact. The JVM knows its
	 * command only as joined by spaces ({@code sun.java.command}); the operating system
	 * knows the words but not where the JVM's options end. The answer is the words that,
	 * when joined, equal the command.
	 * @param words the command line of the process
	 * @param command the main class or jar and the arguments, joined by spaces
	 * @return the arguments, or {@code null} if the words do not end with the command
	 */
	static @Nullable List<String> argumentsOf(List<String> words, String command) {
		for (int i = 0; i < words.size(); i++) {
			List<String> tail = words.subList(i, words.size());
			if (String.join(" ", tail).equals(command)) {
				return List.copyOf(tail.subList(1, tail.size()));
			}
		}
		return null;
	}

	/**
	 * Split a line into words as a shell would: at white space that is not quoted.
	 * @param line the line
	 * @return the words
	 * @throws IllegalArgumentException if a quote is not closed
	 */
	public static List<String> split(String line) {
		List<String> words = new ArrayList<>();
		StringBuilder word = null;
		char quote = 0;
		for (char c : line.toCharArray()) {
			if (quote == 0 && Character.isWhitespace(c)) {
				if (word != null) {
					words.add(word.toString());
					word = null;
				}
				continue;
			}
			word = (word != null) ? word : new StringBuilder();
			if (c == quote) {
				quote = 0;
			}
			else if (quote == 0 && (c == '"' || c == '\'')) {
				quote = c;
			}
			else {
				word.append(c);
			}
		}
		if (quote != 0) {
			throw new IllegalArgumentException("has an unclosed quote; close it");
		}
		if (word != null) {
			words.add(word.toString());
		}
		return words;
	}

}
