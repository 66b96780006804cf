// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cache;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.cache.CacheStatisticsCollector;
import org.springframework.data.redis.cache.RedisCacheWriter;

/**
 * Makes a failing cache look empty: nothing is found in it, and what is put into it is
 * lost. Evictions that fail are repeated when Redis is back; until then, their values are
 * not found.
 */
final class ResilientCacheWriter extends ForwardingCacheWriter {

	private final CacheGuard guard;

	private final PendingEvictions pending;

	ResilientCacheWriter(RedisCacheWriter next, CacheGuard guard, PendingEvictions pending) {
		super(next);
		this.guard = guard;
		this.pending = pending;
	}

	@Override
	public RedisCacheWriter withStatisticsCollector(CacheStatisticsCollector statistics) {
		return new ResilientCacheWriter(next().withStatisticsCollector(statistics), this.guard, this.pending);
	}

	@Override
	public byte @Nullable [] get(String name, byte[] key, @Nullable Duration ttl) {
		return this.guard.call(() -> this.pending.covers(name, key) ? null : next().get(name, key, ttl));
	}

	@Override
	@SuppressWarnings("NullAway") // a future without a value, as Spring's own writer has
									// it
	public CompletableFuture<byte[]> retrieve(String name, byte[] key, @Nullable Duration ttl) {
		if (this.guard.isBlocked() || this.pending.covers(name, key)) {
			return CompletableFuture.completedFuture(null);
		}
		long start = System.nanoTime();
		return next().retrieve(name, key, ttl).exceptionally((problem) -> {
			this.guard.failed(problem, start);
			return null;
		});
	}

	/**
	 * If a value cannot be stored, an older one must not stay in its place.
	 */
	@Override
	public void put(String name, byte[] key, byte[] value, @Nullable Duration ttl) {
		if (!this.guard.run(() -> next().put(name, key, value, ttl))) {
			evictIfPresent(name, key);
		}
	}

	@Override
	@SuppressWarnings("NullAway")
	public CompletableFuture<Void> store(String name, byte[] key, byte[] value, @Nullable Duration ttl) {
		if (this.guard.isBlocked()) {
			this.pending.add(name, key);
			return CompletableFuture.completedFuture(null);
		}
		long start = System.nanoTime();
		return next().store(name, key, value, ttl).exceptionally((problem) -> {
			this.guard.failed(problem, start);
			this.pending.add(name, key);
			return null;
		});
	}

	@Override
	public byte @Nullable [] putIfAbsent(String name, byte[] key, byte[] value, @Nullable Duration ttl) {
		return this.guard.call(() -> this.pending.covers(name, key) ? null : next().putIfAbsent(name, key, value, ttl));
	}

	@Override
	public boolean evictIfPresent(String name, byte[] key) {
		Boolean present = this.guard.call(() -> next().evictIfPresent(name, key));
		if (present == null) {
			this.pending.add(name, key);
		}
		return Boolean.TRUE.equals(present);
	}

	@Override
	public boolean invalidate(String name, byte[] pattern) {
		Boolean present = this.guard.call(() -> next().invalidate(name, pattern));
		if (present == null) {
			this.pending.addAll(name, pattern);
		}
		return Boolean.TRUE.equals(present);
	}

}
