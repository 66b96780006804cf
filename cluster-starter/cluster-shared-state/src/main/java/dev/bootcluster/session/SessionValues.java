// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.session;

import dev.bootcluster.redis.UnreadableValues;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.serializer.RedisSerializer;

/**
 * Converts the values in sessions to bytes and back.
 */
final class SessionValues {

	static final String UNREADABLE = "Session attribute '%s' (%s) cannot be read here and is left out: %s. "
			+ "It stays in Redis, for workers that can read it, until the application sets or removes it. "
			+ "Logged once for each attribute and class.";

	private final RedisSerializer<Object> serializer;

	private final UnreadableValues unreadable = new UnreadableValues(UNREADABLE);

	private final @Nullable NumberFrame longs;

	private final @Nullable NumberFrame ints;

	SessionValues(RedisSerializer<Object> serializer) {
		this.serializer = serializer;
		this.longs = NumberFrame.of(serializer, Long.BYTES, (value) -> value);
		this.ints = NumberFrame.of(serializer, Integer.BYTES, (value) -> (int) value);
	}

	/**
	 * Turn an attribute into bytes.
	 * @throws AttributeNotStorableException if that cannot be done
	 */
	byte[] write(String name, Object value) {
		try {
			return write(value);
		}
		catch (RuntimeException ex) {
			throw new AttributeNotStorableException(name, value, ex);
		}
	}

	byte[] write(Object value) {
		if (this.longs != null && value instanceof Long number) {
			return this.longs.write(number);
		}
		if (this.ints != null && value instanceof Integer number) {
			return this.ints.write(number);
		}
		byte[] bytes = this.serializer.serialize(value);
		return (bytes != null) ? bytes : new byte[0];
	}

	/**
	 * Read a value.
	 * @param name the name it is stored under, for the warning
	 * @param bytes the value in Redis
	 * @return the value, {@code null} if there is none or this application cannot read it
	 */
	@Nullable Object read(String name, byte[] bytes) {
		Number number = readNumber(bytes);
		if (number != null) {
			return number;
		}
		try {
			return this.serializer.deserialize(bytes);
		}
		catch (RuntimeException | LinkageError ex) {
			this.unreadable.report(name, ex);
			return null;
		}
	}

	private @Nullable Number readNumber(byte[] bytes) {
		Number number = (this.longs != null) ? this.longs.read(bytes) : null;
		return (number == null && this.ints != null) ? this.ints.read(bytes) : number;
	}

}
