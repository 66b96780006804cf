// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cli;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A JSON value, read and written without binding: that would take longer than everything
 * else, and what another version adds or leaves out does not matter to it.
 *
 * @param value a map, list, string, number or boolean; {@code null} if it is missing
 */
record JsonValue(@Nullable Object value) {

	private static final JsonFactory FACTORY = new JsonFactory();

	static final JsonValue MISSING = new JsonValue(null);

	/**
	 * Read a value.
	 * @throws IllegalArgumentException if it is not JSON
	 */
	static JsonValue parse(byte[] json) {
		try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
			parser.nextToken();
			return new JsonValue(read(parser));
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException(ex.getOriginalMessage(), ex);
		}
	}

	private static @Nullable Object read(JsonParser parser) {
		JsonToken token = parser.currentToken();
		if (token == null) {
			throw new IllegalArgumentException("It is empty");
		}
		return switch (token) {
			case START_OBJECT -> {
				Map<String, @Nullable Object> object = new LinkedHashMap<>();
				while (parser.nextToken() != JsonToken.END_OBJECT) {
					String name = parser.currentName();
					parser.nextToken();
					object.put(name, read(parser));
				}
				yield object;
			}
			case START_ARRAY -> {
				List<@Nullable Object> array = new ArrayList<>();
				while (parser.nextToken() != JsonToken.END_ARRAY) {
					array.add(read(parser));
				}
				yield array;
			}
			case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
			case VALUE_TRUE -> true;
			case VALUE_FALSE -> false;
			case VALUE_NULL -> null;
			default -> parser.getString();
		};
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
		StringWriter text = new StringWriter();
		try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
			write(generator, this.value);
		}
		return text.toString();
	}

	private static void write(JsonGenerator generator, @Nullable Object value) {
		if (value instanceof Map<?, ?> object) {
			generator.writeStartObject();
			object.forEach((name, content) -> {
				generator.writeName(name.toString());
				write(generator, content);
			});
			generator.writeEndObject();
		}
		else if (value instanceof List<?> array) {
			generator.writeStartArray();
			array.forEach((element) -> write(generator, element));
			generator.writeEndArray();
		}
		else if (value instanceof Boolean flag) {
			generator.writeBoolean(flag);
		}
		else if (value instanceof Number number) {
			// It is written as it was read.
			generator.writeRawValue(number.toString());
		}
		else if (value != null) {
			generator.writeString(value.toString());
		}
		else {
			generator.writeNull();
		}
	}

}
