// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.messaging;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;

/**
 * Converts payloads to and from JSON. Unknown properties are ignored, because a receiver
 * of another generation may know fewer.
 */
final class PayloadFormat {

	private final JsonMapper mapper;

	private final long maxSize;

	PayloadFormat(JsonMapper mapper, long maxSize) {
		this.mapper = mapper.rebuild().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
		this.maxSize = maxSize;
	}

	/**
	 * Write a payload.
	 * @throws IllegalArgumentException if it cannot be written as JSON, or is too large
	 */
	String write(Object payload) {
		String json;
		try {
			json = this.mapper.writeValueAsString(payload);
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException(
					"A %s cannot be sent as JSON: %s".formatted(payload.getClass().getName(), ex.getOriginalMessage()),
					ex);
		}
		int size = json.getBytes(StandardCharsets.UTF_8).length;
		if (size > this.maxSize) {
			throw new IllegalArgumentException(
					("A %s of %d bytes is too large for a message: cluster.messaging.max-size is %d; "
							+ "send a reference to the data, or raise the limit")
						.formatted(payload.getClass().getName(), size, this.maxSize));
		}
		return json;
	}

	/**
	 * Read a payload.
	 * @throws IllegalArgumentException if the JSON cannot be read as that type
	 */
	@Nullable Object read(@Nullable String json, JavaType type) {
		if (json == null) {
			return null;
		}
		try {
			return this.mapper.readValue(json, type);
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException(
					"A message cannot be read as %s: %s".formatted(type.toCanonical(), ex.getOriginalMessage()), ex);
		}
	}

	JavaType type(java.lang.reflect.Type type) {
		return this.mapper.constructType(type);
	}

}
