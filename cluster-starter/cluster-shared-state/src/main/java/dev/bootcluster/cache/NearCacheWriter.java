// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cache;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.cache.CacheStatisticsCollector;
import org.springframework.data.redis.cache.RedisCacheWriter;

/**
 * Answers reads from this worker's memory, and tells all workers of changes.
 */
final class NearCacheWriter extends ForwardingCacheWriter {

	private final NearLayer near;

	private final Invalidations invalidations;

	private final TimeToLive timeToLive;

	private final CacheStatisticsCollector statistics;

	NearCacheWriter(RedisCacheWriter redis, NearLayer near, Invalidations invalidations, TimeToLive timeToLive) {
		this(redis, near, invalidations, timeToLive, CacheStatisticsCollector.none());
	}

	private NearCacheWriter(RedisCacheWriter redis, NearLayer near, Invalidations invalidations, TimeToLive timeToLive,
			CacheStatisticsCollector statistics) {
		super(redis);
		this.near = near;
		this.invalidations = invalidations;
		this.timeToLive = timeToLive;
		this.statistics = statistics;
	}

	@Override
	public RedisCacheWriter withStatisticsCollector(CacheStatisticsCollector statistics) {
		return new NearCacheWriter(next().withStatisticsCollector(statistics), this.near, this.invalidations,
				this.timeToLive, statistics);
	}

	/**
	 * Values whose time to live restarts with each read are always read from Redis.
	 */
	@Override
	public byte @Nullable [] get(String name, byte[] key, @Nullable Duration ttl) {
		if (ttl != null || !this.near.isListening()) {
			return next().get(name, key, ttl);
		}
		byte[] kept = keptValue(name, key);
		if (kept != null) {
			return kept;
		}
		long stamp = this.near.stamp(key);
		byte[] value = next().get(name, key);
		if (value != null) {
			keep(name, key, value, stamp);
		}
		return value;
	}

	@Override
	public CompletableFuture<byte[]> retrieve(String name, byte[] key, @Nullable Duration ttl) {
		byte[] kept = (ttl == null) ? keptValue(name, key) : null;
		return (kept != null) ? CompletableFuture.completedFuture(kept) : next().retrieve(name, key, ttl);
	}

	private byte @Nullable [] keptValue(String name, byte[] key) {
		byte[] kept = this.near.get(key);
		if (kept != null) {
			this.statistics.incGets(name);
			this.statistics.incHits(name);
		}
		return kept;
	}

	private void keep(String name, byte[] key, byte[] value, long stamp) {
		Duration ttl = this.timeToLive.of(key);
		if (!ttl.isZero()) {
			this.near.fill(name, key, value, ttl, stamp);
		}
	}

	@Override
	public void put(String name, byte[] key, byte[] value, @Nullable Duration ttl) {
		try {
			next().put(name, key, value, ttl);
		}
		finally {
			this.near.evict(key);
		}
		publish(name, key);
	}

	@Override
	public CompletableFuture<Void> store(String name, byte[] key, byte[] value, @Nullable Duration ttl) {
		return next().store(name, key, value, ttl)
			.whenComplete((stored, problem) -> this.near.evict(key))
			// Not on the thread that reads Redis's answers: publishing waits for one.
			.thenRunAsync(() -> publish(name, key));
	}

	@Override
	public byte @Nullable [] putIfAbsent(String name, byte[] key, byte[] value, @Nullable Duration ttl) {
		byte[] present;
		try {
			present = next().putIfAbsent(name, key, value, ttl);
		}
		finally {
			this.near.evict(key);
		}
		if (present == null) {
			publish(name, key);
		}
		return present;
	}

	@Override
	public boolean evictIfPresent(String name, byte[] key) {
		boolean present;
		try {
			present = next().evictIfPresent(name, key);
		}
		finally {
			this.near.evict(key);
		}
		publish(name, key);
		return present;
	}

	@Override
	public boolean invalidate(String name, byte[] pattern) {
		boolean present;
		try {
			present = next().invalidate(name, pattern);
		}
		finally {
			this.near.clear(name, pattern);
		}
		this.invalidations.publish(Invalidation.Kind.PATTERN, name, pattern);
		return present;
	}

	private void publish(String name, byte[] key) {
		this.invalidations.publish(Invalidation.Kind.KEY, name, key);
	}

	/**
	 * Looks up how long Redis still keeps a value.
	 */
	@FunctionalInterface
	interface TimeToLive {

		/**
		 * A key's remaining time to live.
		 * @param key the key
		 * @return the time, zero if the key does not exist, very long if it never expires
		 */
		Duration of(byte[] key);

	}

}
