// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.metrics;

import java.io.IOException;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * How meters are written for other processes of the cluster.
 */
final class MetersJson {

	/**
	 * More than any application should have. It keeps one that has more from taking the
	 * memory of all workers.
	 */
	static final int MAX_BYTES = 32 << 20;

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
		.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.build();

	private MetersJson() {
	}

	static byte[] write(Object value) {
		return MAPPER.writeValueAsBytes(value);
	}

	static <T> T read(byte[] json, Class<T> type) throws IOException {
		try {
			return MAPPER.readValue(json, type);
		}
		catch (JacksonException ex) {
			throw new IOException("This is no %s: %s".formatted(type.getSimpleName(), ex.getOriginalMessage()), ex);
		}
	}

}
