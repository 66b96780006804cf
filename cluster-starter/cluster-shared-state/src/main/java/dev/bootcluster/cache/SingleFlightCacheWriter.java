// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cache;

import java.time.Duration;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.cache.CacheStatisticsCollector;
import org.springframework.data.redis.cache.RedisCacheWriter;

/**
 * Computes a missing value once in the cluster, for {@code @Cacheable(sync = true)}. A
 * value evicted or replaced while it is computed is not stored.
 */
final class SingleFlightCacheWriter extends ForwardingCacheWriter {

	private final SingleFlight flights;

	private final CacheStatisticsCollector statistics;

	SingleFlightCacheWriter(RedisCacheWriter next, SingleFlight flights) {
		this(next, flights, CacheStatisticsCollector.none());
	}

	private SingleFlightCacheWriter(RedisCacheWriter next, SingleFlight flights, CacheStatisticsCollector statistics) {
		super(next);
		this.flights = flights;
		this.statistics = statistics;
	}

	@Override
	public RedisCacheWriter withStatisticsCollector(CacheStatisticsCollector statistics) {
		return new SingleFlightCacheWriter(next().withStatisticsCollector(statistics), this.flights, statistics);
	}

	@Override
	public byte[] get(String name, byte[] key, Supplier<byte[]> loader, @Nullable Duration ttl, boolean timeToIdle) {
		Missing missing = new Missing(name, key, loader, ttl, timeToIdle);
		byte[] found = missing.find();
		if (found != null) {
			return found;
		}
		long start = System.nanoTime();
		byte[] value = this.flights.get(missing);
		this.statistics.incLockTime(name, System.nanoTime() - start - missing.computing);
		return value;
	}

	@Override
	public void put(String name, byte[] key, byte[] value, @Nullable Duration ttl) {
		this.flights.forget(key);
		next().put(name, key, value, ttl);
	}

	@Override
	public boolean evictIfPresent(String name, byte[] key) {
		this.flights.forget(key);
		return next().evictIfPresent(name, key);
	}

	@Override
	public boolean invalidate(String name, byte[] pattern) {
		this.flights.forgetAll(name);
		return next().invalidate(name, pattern);
	}

	/**
	 * A missing value requested by {@code RedisCache}.
	 */
	private final class Missing implements MissingValue {

		private final String cache;

		private final byte[] key;

		private final Supplier<byte[]> loader;

		private final @Nullable Duration ttl;

		private final boolean timeToIdle;

		/**
		 * Nanoseconds this thread itself spent computing.
		 */
		private long computing;

		Missing(String cache, byte[] key, Supplier<byte[]> loader, @Nullable Duration ttl, boolean timeToIdle) {
			this.cache = cache;
			this.key = key;
			this.loader = loader;
			this.ttl = ttl;
			this.timeToIdle = timeToIdle;
		}

		@Override
		public String cache() {
			return this.cache;
		}

		@Override
		public byte[] key() {
			return this.key;
		}

		@Override
		public byte @Nullable [] find() {
			return next().get(this.cache, this.key, this.timeToIdle ? this.ttl : null);
		}

		@Override
		public byte[] compute() {
			long start = System.nanoTime();
			byte[] value = this.loader.get();
			this.computing += System.nanoTime() - start;
			return value;
		}

		@Override
		public void store(byte[] value) {
			next().put(this.cache, this.key, value, this.ttl);
		}

	}

}
