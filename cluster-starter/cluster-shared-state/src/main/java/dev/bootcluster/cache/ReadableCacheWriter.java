// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cache;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.cache.CacheStatisticsCollector;
import org.springframework.data.redis.cache.RedisCacheWriter;

/**
 * Treats values that this JVM cannot read as missing.
 */
final class ReadableCacheWriter extends ForwardingCacheWriter {

	private final ValueReader values;

	ReadableCacheWriter(RedisCacheWriter next, ValueReader values) {
		super(next);
		this.values = values;
	}

	@Override
	public RedisCacheWriter withStatisticsCollector(CacheStatisticsCollector statistics) {
		return new ReadableCacheWriter(next().withStatisticsCollector(statistics), this.values);
	}

	@Override
	public byte @Nullable [] get(String name, byte[] key, @Nullable Duration ttl) {
		return readable(name, next().get(name, key, ttl));
	}

	@Override
	@SuppressWarnings("NullAway") // a future without a value, as Spring's own writer has
									// it
	public CompletableFuture<byte[]> retrieve(String name, byte[] key, @Nullable Duration ttl) {
		return next().retrieve(name, key, ttl).thenApply((value) -> readable(name, value));
	}

	@Override
	public byte @Nullable [] putIfAbsent(String name, byte[] key, byte[] value, @Nullable Duration ttl) {
		byte[] present = next().putIfAbsent(name, key, value, ttl);
		if (present != null && readable(name, present) == null) {
			next().put(name, key, value, ttl);
			return null;
		}
		return present;
	}

	private byte @Nullable [] readable(String name, byte @Nullable [] value) {
		return (value != null && this.values.canRead(name, value)) ? value : null;
	}

}
