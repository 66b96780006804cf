// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cache;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.bootcluster.redis.UnreadableValues;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.support.NullValue;
import org.springframework.data.redis.cache.RedisCacheConfiguration;
import org.springframework.data.redis.cache.RedisCacheManager.RedisCacheManagerBuilder;
import org.springframework.data.redis.serializer.RedisElementReader;
import org.springframework.data.redis.serializer.RedisElementWriter;
import org.springframework.data.redis.serializer.RedisSerializationContext.SerializationPair;
import org.springframework.data.redis.serializer.RedisSerializer;

/**
 * Checks which values can be read: another generation may have written a value whose
 * class has a different shape here. Each value is deserialized only once. The cache
 * deserializes what its writer returns after this check, so it gets what the same thread
 * has just read.
 */
final class ValueReader {

	/**
	 * How {@code RedisCache} stores {@code null}, whatever its serializer.
	 */
	private static final byte @Nullable [] NULL = RedisSerializer.java().serialize(NullValue.INSTANCE);

	private final Map<String, SerializationPair<Object>> byCache = new ConcurrentHashMap<>();

	private final ThreadLocal<@Nullable LastRead> last = new ThreadLocal<>();

	private final UnreadableValues unreadable = new UnreadableValues(
			"Cache '%1$s' has values that cannot be read here (%3$s). They are recomputed and overwritten. "
					+ "This is expected when a class changed between two generations");

	private volatile @Nullable SerializationPair<Object> defaults;

	/**
	 * Take over reading for all caches of a builder that is otherwise fully configured.
	 */
	void configure(RedisCacheManagerBuilder builder) {
		SerializationPair<Object> defaults = remembering(builder.cacheDefaults());
		this.defaults = defaults;
		builder.cacheDefaults(builder.cacheDefaults().serializeValuesWith(defaults));
		for (String cache : Set.copyOf(builder.getConfiguredCaches())) {
			RedisCacheConfiguration configuration = builder.getCacheConfigurationFor(cache).orElseThrow();
			SerializationPair<Object> pair = remembering(configuration);
			this.byCache.put(cache, pair);
			builder.withCacheConfiguration(cache, configuration.serializeValuesWith(pair));
		}
	}

	/**
	 * Whether this JVM can read the value. If not, warns once for each cache and class.
	 */
	boolean canRead(String cache, byte[] value) {
		SerializationPair<Object> pair = this.byCache.getOrDefault(cache, this.defaults);
		if (pair == null || Arrays.equals(value, NULL)) {
			return true;
		}
		try {
			this.last.set(new LastRead(value, pair.read(ByteBuffer.wrap(value))));
			return true;
		}
		catch (RuntimeException | LinkageError ex) {
			this.unreadable.report(cache, ex);
			return false;
		}
	}

	private SerializationPair<Object> remembering(RedisCacheConfiguration configuration) {
		return new Remembering(configuration.getValueSerializationPair());
	}

	/**
	 * A value that this thread has read and not yet returned.
	 */
	private record LastRead(byte[] bytes, @Nullable Object value) {

	}

	/**
	 * Reads a value unless the same thread has just read it.
	 */
	private final class Remembering implements SerializationPair<Object> {

		private final SerializationPair<Object> pair;

		private final RedisElementReader<Object> reader = this::remembered;

		Remembering(SerializationPair<Object> pair) {
			this.pair = pair;
		}

		private @Nullable Object remembered(ByteBuffer buffer) {
			LastRead read = ValueReader.this.last.get();
			ValueReader.this.last.remove();
			return (read != null && buffer.hasArray() && buffer.array() == read.bytes()) ? read.value()
					: this.pair.read(buffer);
		}

		@Override
		public RedisElementReader<Object> getReader() {
			return this.reader;
		}

		@Override
		public RedisElementWriter<Object> getWriter() {
			return this.pair.getWriter();
		}

	}

}
