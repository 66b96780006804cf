// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.session;

import java.io.NotSerializableException;
import java.io.Serializable;

import org.jspecify.annotations.Nullable;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.data.redis.serializer.SerializationException;

/**
 * What a session holds cannot be written to Redis. Sessions in the memory of one process
 * hold anything, so an application may learn of this only in a cluster.
 */
class AttributeNotStorableException extends SerializationException {

	private static final String REMEDY = "Let it implement java.io.Serializable, define a RedisSerializer bean named"
			+ " springSessionDefaultRedisSerializer that can write it, keep it out of the session, or keep sessions in the workers' memory"
			+ " (cluster.balancing=sticky, cluster.shared-state=none)";

	/**
	 * @param name the attribute's name, {@code null} if it is unknown
	 * @param value its value
	 * @param cause what the serializer threw
	 */
	AttributeNotStorableException(@Nullable String name, @Nullable Object value, RuntimeException cause) {
		super("%s (%s) cannot be stored in Redis, where workers share sessions: %s. %s".formatted(
				(name != null) ? "Session attribute '%s'".formatted(name) : "A session's attribute",
				(value != null) ? value.getClass().getName() : null, reason(value, cause), REMEDY), cause);
	}

	private static String reason(@Nullable Object value, RuntimeException failure) {
		Throwable cause = NestedExceptionUtils.getMostSpecificCause(failure);
		if (cause instanceof NotSerializableException) {
			return "%s is not serializable".formatted(cause.getMessage());
		}
		if (value != null && !(value instanceof Serializable) && cause instanceof IllegalArgumentException) {
			// Java's serialization was not even tried.
			return "%s is not serializable".formatted(value.getClass().getName());
		}
		return String.valueOf(cause.getMessage());
	}

}
