// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.session;

import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.serializer.RedisSerializer;

/**
 * A serializer that returns {@link Unreadable} for what it cannot read, instead of
 * failing.
 */
final class LenientSerializer implements RedisSerializer<Object> {

	private final RedisSerializer<Object> delegate;

	LenientSerializer(RedisSerializer<Object> delegate) {
		this.delegate = delegate;
	}

	@Override
	public byte[] serialize(@Nullable Object value) {
		try {
			return this.delegate.serialize(value);
		}
		catch (RuntimeException ex) {
			throw new AttributeNotStorableException(null, value, ex);
		}
	}

	@Override
	public @Nullable Object deserialize(byte @Nullable [] bytes) {
		try {
			return this.delegate.deserialize(bytes);
		}
		catch (RuntimeException | LinkageError ex) {
			return new Unreadable(ex);
		}
	}

	/**
	 * Stands for a value that could not be read.
	 *
	 * @param cause the failure
	 */
	record Unreadable(Throwable cause) {

	}

}
