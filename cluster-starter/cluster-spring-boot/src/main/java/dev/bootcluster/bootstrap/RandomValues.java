// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Chooses the random values in a configuration once, so that <code>${random.uuid}</code>
 * is the same in all workers, and stays the same in a reload.
 */
final class RandomValues {

	private static final String PLACEHOLDER = "${random.";

	private final UnaryOperator<String> resolver;

	private final Map<String, String> known;

	private final Map<String, String> used = new LinkedHashMap<>();

	/**
	 * Create a chooser.
	 * @param resolver resolves a placeholder
	 * @param known the values chosen before, by property and placeholder
	 */
	RandomValues(UnaryOperator<String> resolver, Map<String, String> known) {
		this.resolver = resolver;
		this.known = known;
	}

	/**
	 * Return a property's value with all its random placeholders replaced.
	 */
	String choose(String property, String text) {
		StringBuilder result = new StringBuilder();
		int done = 0;
		for (int start = next(text, 0); start >= 0; start = next(text, done)) {
			int end = end(text, start);
			if (end < 0) {
				break;
			}
			result.append(text, done, start).append(choose(property, start, text.substring(start, end)));
			done = end;
		}
		return result.append(text, done, text.length()).toString();
	}

	private String choose(String property, int position, String placeholder) {
		String key = "%s[%d]=%s".formatted(property, position, placeholder);
		String value = this.used.get(key);
		if (value == null) {
			value = this.known.get(key);
		}
		if (value == null) {
			value = this.resolver.apply(placeholder);
		}
		this.used.put(key, value);
		return value;
	}

	/**
	 * A backslash before a placeholder keeps it from being resolved.
	 */
	private static int next(String text, int from) {
		int start = text.indexOf(PLACEHOLDER, from);
		while (start > 0 && text.charAt(start - 1) == '\\') {
			start = text.indexOf(PLACEHOLDER, start + 1);
		}
		return start;
	}

	/**
	 * Placeholders nest: <code>${random.int(${min},${max})}</code>.
	 */
	private static int end(String text, int start) {
		int depth = 0;
		for (int i = start; i < text.length(); i++) {
			if (text.charAt(i) == '{') {
				depth++;
			}
			else if (text.charAt(i) == '}' && --depth == 0) {
				return i + 1;
			}
		}
		return -1;
	}

	/**
	 * The values in use.
	 */
	Map<String, String> used() {
		return this.used;
	}

}
