// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cache;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.cache.RedisCacheConfiguration;
import org.springframework.data.redis.serializer.RedisElementReader;
import org.springframework.data.redis.serializer.RedisElementWriter;
import org.springframework.data.redis.serializer.RedisSerializationContext.SerializationPair;

/**
 * Lets caches go on with keys that Redis cannot have: their bytes say so, and which class
 * is to blame.
 */
final class CacheKeys {

	private static final String MARK = UUID.randomUUID() + "!";

	private static final char END = ';';

	private static final byte[] MARK_BYTES = bytes(MARK);

	private CacheKeys() {
	}

	/**
	 * Make a configuration go on with such keys.
	 */
	static RedisCacheConfiguration tolerate(RedisCacheConfiguration configuration) {
		return configuration.withConversionService(new KeyConversion(configuration.getConversionService()))
			.serializeKeysWith(new Keys(configuration.getKeySerializationPair()));
	}

	/**
	 * The text of a key that Redis cannot have.
	 * @param type the class to blame
	 * @return the text, which may become a part of another one
	 */
	static String unstorable(Class<?> type) {
		return MARK + type.getName() + END;
	}

	/**
	 * Whether Redis cannot have a key.
	 * @param key the key
	 * @return the name of the class to blame, or {@code null} if it can
	 */
	static @Nullable String unstorable(byte[] key) {
		int start = MARK_BYTES.length;
		if (key.length <= start || !Arrays.equals(key, 0, start, MARK_BYTES, 0, start)) {
			return null;
		}
		String rest = new String(key, start, key.length - start, StandardCharsets.UTF_8);
		int end = rest.indexOf(END);
		return (end >= 0) ? rest.substring(0, end) : rest;
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Writes keys as the application wants it, but not those that Redis cannot have.
	 *
	 * @param pair writes and reads all others
	 */
	private record Keys(SerializationPair<String> pair) implements SerializationPair<String> {

		@Override
		public RedisElementReader<String> getReader() {
			return this.pair.getReader();
		}

		@Override
		public RedisElementWriter<String> getWriter() {
			return (key) -> (key != null) ? bytesOf(key) : this.pair.getWriter().write(key);
		}

		private ByteBuffer bytesOf(String key) {
			int mark = key.indexOf(MARK);
			if (mark >= 0) {
				return ByteBuffer.wrap(bytes(key.substring(mark)));
			}
			try {
				return this.pair.write(key);
			}
			catch (RuntimeException ex) {
				return ByteBuffer.wrap(bytes(unstorable(String.class)));
			}
		}

	}

}
