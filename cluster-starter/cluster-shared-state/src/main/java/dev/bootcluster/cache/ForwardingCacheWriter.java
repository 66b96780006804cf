// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cache;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.cache.CacheStatistics;
import org.springframework.data.redis.cache.RedisCacheWriter;

/**
 * A layer around another {@link RedisCacheWriter}. Where several methods mean the same,
 * subclasses override one and the others delegate to it.
 */
abstract class ForwardingCacheWriter implements RedisCacheWriter {

	private final RedisCacheWriter next;

	ForwardingCacheWriter(RedisCacheWriter next) {
		this.next = next;
	}

	final RedisCacheWriter next() {
		return this.next;
	}

	@Override
	public final byte @Nullable [] get(String name, byte[] key) {
		return get(name, key, null);
	}

	/**
	 * Read a value.
	 * @param name the cache
	 * @param key the key
	 * @param ttl the value's new time to live, or {@code null} to leave it unchanged
	 * @return the value, or {@code null} if there is none
	 */
	@Override
	public byte @Nullable [] get(String name, byte[] key, @Nullable Duration ttl) {
		return this.next.get(name, key, ttl);
	}

	@Override
	public byte[] get(String name, byte[] key, Supplier<byte[]> loader, @Nullable Duration ttl, boolean timeToIdle) {
		return this.next.get(name, key, loader, ttl, timeToIdle);
	}

	@Override
	public final boolean supportsAsyncRetrieve() {
		return this.next.supportsAsyncRetrieve();
	}

	@Override
	public final CompletableFuture<byte[]> retrieve(String name, byte[] key) {
		return retrieve(name, key, null);
	}

	@Override
	public CompletableFuture<byte[]> retrieve(String name, byte[] key, @Nullable Duration ttl) {
		return this.next.retrieve(name, key, ttl);
	}

	@Override
	public void put(String name, byte[] key, byte[] value, @Nullable Duration ttl) {
		this.next.put(name, key, value, ttl);
	}

	@Override
	public CompletableFuture<Void> store(String name, byte[] key, byte[] value, @Nullable Duration ttl) {
		return this.next.store(name, key, value, ttl);
	}

	@Override
	public byte @Nullable [] putIfAbsent(String name, byte[] key, byte[] value, @Nullable Duration ttl) {
		return this.next.putIfAbsent(name, key, value, ttl);
	}

	@Override
	public final void evict(String name, byte[] key) {
		evictIfPresent(name, key);
	}

	@Override
	public boolean evictIfPresent(String name, byte[] key) {
		return this.next.evictIfPresent(name, key);
	}

	@Override
	public final void clear(String name, byte[] pattern) {
		invalidate(name, pattern);
	}

	@Override
	public boolean invalidate(String name, byte[] pattern) {
		return this.next.invalidate(name, pattern);
	}

	@Override
	public final CacheStatistics getCacheStatistics(String cacheName) {
		return this.next.getCacheStatistics(cacheName);
	}

	@Override
	public final void clearStatistics(String name) {
		this.next.clearStatistics(name);
	}

}
