// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.leader;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;

import dev.bootcluster.ipc.Link;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;

/**
 * Computes a shared value and converts it to and from JSON.
 */
final class ValueComputation {

	private static final ThreadLocal<@Nullable ValueComputation> HERE = new ThreadLocal<>();

	private final Callable<@Nullable Object> computation;

	private final JavaType type;

	private final JsonMapper mapper;

	ValueComputation(Callable<@Nullable Object> computation, JavaType type, JsonMapper mapper) {
		this.computation = computation;
		this.type = type;
		this.mapper = mapper;
	}

	/**
	 * Compute the value.
	 * @return the value as JSON
	 * @throws Exception what the application threw, or why the value cannot be
	 * transferred
	 */
	String run() throws Exception {
		ValueComputation outer = HERE.get();
		HERE.set(this);
		try {
			return bounded(this.mapper.writeValueAsString(this.computation.call()));
		}
		finally {
			HERE.set(outer);
		}
	}

	private static String bounded(String json) {
		int size = json.getBytes(StandardCharsets.UTF_8).length;
		if (size > Link.MAX_TEXT) {
			throw new IllegalArgumentException(
					"its JSON has %d bytes, but the limit is %d; share a reference to the data instead".formatted(size,
							Link.MAX_TEXT));
		}
		return json;
	}

	/**
	 * Read a value.
	 * @throws JacksonException if this generation cannot read the format
	 */
	@Nullable Object read(String json) {
		return this.mapper.readValue(json, this.type);
	}

	/**
	 * Whether the current thread is computing the value.
	 */
	boolean isRunningHere() {
		return HERE.get() == this;
	}

}
