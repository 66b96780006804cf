// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * JSON, read into and written from trees of maps, lists, strings, numbers and booleans.
 */
public final class JsonText {

	private static final JsonFactory FACTORY = new JsonFactory();

	private JsonText() {
	}

	/**
	 * Read a text.
	 * @param json the text in UTF-8
	 * @return its tree, {@code null} if it is JSON's {@code null}
	 * @throws IllegalArgumentException if it is not JSON
	 */
	public static @Nullable Object parse(byte[] json) {
		try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
			parser.nextToken();
			Object tree = read(parser);
			if (parser.nextToken() != null) {
				throw new IllegalArgumentException("It goes on after its end");
			}
			return tree;
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

	/**
	 * Write a tree in one line.
	 * @param tree the tree
	 * @return the text
	 */
	public static String write(@Nullable Object tree) {
		StringWriter text = new StringWriter();
		try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
			write(generator, tree);
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
		else if (value instanceof Double number && !Double.isFinite(number)) {
			// JSON has no such number.
			generator.writeString(number.toString());
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
