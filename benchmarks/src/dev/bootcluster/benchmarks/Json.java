// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes maps, lists, numbers and strings as JSON.
 */
final class Json {

	private Json() {
	}

	/**
	 * A map that keeps its order.
	 * @param pairs names and values in turn
	 * @return the map
	 */
	static Map<String, Object> object(Object... pairs) {
		Map<String, Object> object = new LinkedHashMap<>();
		for (int i = 0; i < pairs.length; i += 2) {
			object.put((String) pairs[i], pairs[i + 1]);
		}
		return object;
	}

	static String write(Object value) {
		return write(value, "\n");
	}

	private static String write(Object value, String newline) {
		String inner = newline + "  ";
		if (value instanceof Map<?, ?> map) {
			return map.entrySet()
				.stream()
				.map((entry) -> inner + quote(String.valueOf(entry.getKey())) + ": " + write(entry.getValue(), inner))
				.collect(Collectors.joining(",", "{", newline + "}"));
		}
		if (value instanceof List<?> list) {
			return list.stream()
				.map((item) -> inner + write(item, inner))
				.collect(Collectors.joining(",", "[", newline + "]"));
		}
		if (value instanceof Double number) {
			return Double.isFinite(number) ? String.format(Locale.ROOT, "%.3f", number) : "null";
		}
		return (value == null || value instanceof Number || value instanceof Boolean) ? String.valueOf(value)
				: quote(value.toString());
	}

	private static String quote(String text) {
		StringBuilder quoted = new StringBuilder("\"");
		for (char c : text.toCharArray()) {
			if (c == '"' || c == '\\') {
				quoted.append('\\').append(c);
			}
			else if (c < ' ') {
				quoted.append("\\u%04x".formatted((int) c));
			}
			else {
				quoted.append(c);
			}
		}
		return quoted.append('"').toString();
	}

}
