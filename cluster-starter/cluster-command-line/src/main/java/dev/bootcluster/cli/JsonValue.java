// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cli;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.bootcluster.ipc.JsonText;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value, read and written without binding: that would take longer than everything
 * else, and what another version adds or leaves out does not matter to it.
 *
 * @param value a map, list, string, number or boolean; {@code null} if it is missing
 */
record JsonValue(@Nullable Object value) {

	static final JsonValue MISSING = new JsonValue(null);

	/**
	 * Read a value.
	 * @throws IllegalArgumentException if it is not JSON
	 */
	static JsonValue parse(byte[] json) {
		return new JsonValue(JsonText.parse(json));
	}

	JsonValue get(String name) {
		return (this.value instanceof Map<?, ?> object) ? new JsonValue(object.get(name)) : MISSING;
	}

	/**
	 * Return a text to show. Reasons and events quote what workers printed.
	 */
	String text(String name) {
		return get(name).text()
			.lines()
			.map((line) -> new PrintedLine(0, line).shown(false))
			.collect(Collectors.joining("\n"));
	}

	/**
	 * Return the text as it is, which may steer a terminal.
	 */
	String text() {
		return (this.value != null) ? this.value.toString() : "";
	}

	long number(String name) {
		return get(name).number();
	}

	long number() {
		return (this.value instanceof Number number) ? number.longValue() : 0;
	}

	double decimal(String name) {
		return (get(name).value() instanceof Number number) ? number.doubleValue() : 0;
	}

	boolean flag(String name) {
		return Boolean.TRUE.equals(get(name).value());
	}

	List<JsonValue> list(String name) {
		return (get(name).value() instanceof List<?> array) ? array.stream().map(JsonValue::new).toList() : List.of();
	}

	boolean isMissing() {
		return this.value == null;
	}

	boolean isObject() {
		return this.value instanceof Map;
	}

	/**
	 * Return this value as JSON in one line.
	 */
	@Override
	public String toString() {
		return JsonText.write(this.value);
	}

}
