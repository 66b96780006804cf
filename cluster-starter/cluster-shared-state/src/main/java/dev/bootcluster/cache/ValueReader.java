// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cache;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.bootcluster.cache.StandIns.Written;
import dev.bootcluster.redis.UnreadableValues;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.Cache;
import org.springframework.cache.support.NullValue;
import org.springframework.data.redis.cache.RedisCacheConfiguration;
import org.springframework.data.redis.cache.RedisCacheManager;
import org.springframework.data.redis.cache.RedisCacheManager.RedisCacheManagerBuilder;
import org.springframework.data.redis.serializer.RedisElementReader;
import org.springframework.data.redis.serializer.RedisElementWriter;
import org.springframework.data.redis.serializer.RedisSerializationContext.SerializationPair;
import org.springframework.data.redis.serializer.RedisSerializer;

/**
 * Checks which values can be read: another generation may have written a value whose
 * class has a different shape here. Each value is deserialized only once. The cache
 * deserializes what its writer returns after this check, so it gets what the same thread
 * has just read. What cannot be written has a stand-in.
 */
final class ValueReader {

	/**
	 * How {@code RedisCache} stores {@code null}, whatever its serializer.
	 */
	private static final byte @Nullable [] NULL = RedisSerializer.java().serialize(NullValue.INSTANCE);

	private final Map<String, SerializationPair<Object>> byCache = new ConcurrentHashMap<>();

	private final ThreadLocal<@Nullable LastRead> last = new ThreadLocal<>();

	private final StandIns standIns = new StandIns();

	private final UnreadableValues unreadable = new UnreadableValues(
			"Cache '%1$s' has values that cannot be read here (%3$s). They are recomputed and overwritten. "
					+ "This is expected when a class changed between two generations");

	private volatile @Nullable SerializationPair<Object> defaults;

	/**
	 * Take over reading and writing for all caches of a builder that is otherwise fully
	 * configured.
	 */
	void configure(RedisCacheManagerBuilder builder) {
		boolean own = isOwn(builder);
		RedisCacheConfiguration defaults = configured(builder.cacheDefaults(), own);
		this.defaults = defaults.getValueSerializationPair();
		builder.cacheDefaults(defaults);
		for (String cache : Set.copyOf(builder.getConfiguredCaches())) {
			RedisCacheConfiguration configuration = configured(builder.getCacheConfigurationFor(cache).orElseThrow(),
					own);
			this.byCache.put(cache, configuration.getValueSerializationPair());
			builder.withCacheConfiguration(cache, configuration);
		}
	}

	/**
	 * Whether the builder's caches write through the cluster's writer itself. Any other
	 * would store stand-ins.
	 */
	private boolean isOwn(RedisCacheManagerBuilder builder) {
		RedisCacheManager manager = builder.build();
		manager.initializeCaches();
		Collection<String> names = manager.getCacheNames();
		Cache cache = manager.getCache(names.isEmpty() ? "any" : names.iterator().next());
		return cache != null && cache.getNativeCache() instanceof StorableCacheWriter writer && writer.isOf(this);
	}

	private RedisCacheConfiguration configured(RedisCacheConfiguration configuration, boolean own) {
		SerializationPair<Object> pair = new Remembering(configuration.getValueSerializationPair(), own);
		RedisCacheConfiguration configured = configuration.serializeValuesWith(pair);
		return own ? CacheKeys.tolerate(configured) : configured;
	}

	StandIns standIns() {
		return this.standIns;
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

		private final RedisElementWriter<Object> writer;

		Remembering(SerializationPair<Object> pair, boolean own) {
			this.pair = pair;
			RedisElementWriter<Object> plain = pair.getWriter();
			this.writer = own
					? (value) -> (value != null) ? ValueReader.this.standIns.write(pair, value) : plain.write(value)
					: plain;
		}

		private @Nullable Object remembered(ByteBuffer buffer) {
			LastRead read = ValueReader.this.last.get();
			ValueReader.this.last.remove();
			if (!buffer.hasArray()) {
				return this.pair.read(buffer);
			}
			if (read != null && buffer.array() == read.bytes()) {
				return read.value();
			}
			Written written = StandIns.isStandIn(buffer.array()) ? ValueReader.this.standIns.take(buffer.array())
					: null;
			return (written != null) ? written.value() : this.pair.read(buffer);
		}

		@Override
		public RedisElementReader<Object> getReader() {
			return this.reader;
		}

		@Override
		public RedisElementWriter<Object> getWriter() {
			return this.writer;
		}

	}

}
