// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cache;

import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;

import dev.bootcluster.SharedStateInfo;
import dev.bootcluster.redis.RedisWatch;
import dev.bootcluster.test.Await;

import org.springframework.cache.Cache;
import org.springframework.data.redis.cache.RedisCache;
import org.springframework.data.redis.cache.RedisCacheConfiguration;
import org.springframework.data.redis.cache.RedisCacheManager;
import org.springframework.data.redis.cache.RedisCacheManager.RedisCacheManagerBuilder;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * The caches of one worker with its own connections, configured as by Boot.
 */
final class TestWorker implements AutoCloseable {

	final LettuceConnectionFactory connections;

	final RedisWatch watch = new RedisWatch();

	final ClusterCaches caches;

	final RedisCacheManager manager;

	TestWorker(TestRedis redis, CacheProperties properties) {
		this(redis, properties, (configuration) -> configuration);
	}

	TestWorker(TestRedis redis, CacheProperties properties, UnaryOperator<RedisCacheConfiguration> defaults) {
		this.connections = redis.connections();
		this.caches = new ClusterCaches(this.connections, properties, this.watch);
		RedisCacheManagerBuilder builder = RedisCacheManager.builder(this.caches.writer())
			.cacheDefaults(defaults.apply(RedisCacheConfiguration.defaultCacheConfig()))
			.enableStatistics();
		this.caches.customize(builder);
		this.manager = builder.build();
		this.manager.afterPropertiesSet();
		this.watch.start();
	}

	static CacheProperties near() {
		CacheProperties properties = new CacheProperties();
		properties.setNear(true);
		return properties;
	}

	/**
	 * Wait until the worker keeps what it reads.
	 */
	TestWorker awaitNear() {
		Await.until("a worker that keeps what it reads", this.caches::isNear);
		return this;
	}

	/**
	 * Wait until Redis is out of trouble.
	 */
	void awaitRedis() {
		Await.until("Redis to serve", () -> this.watch.get().status() == SharedStateInfo.Status.UP);
	}

	Cache cache(String name) {
		return this.manager.getCache(name);
	}

	RedisCache redisCache(String name) {
		return (RedisCache) cache(name);
	}

	<T> T get(String cache, Object key, Callable<T> loader) {
		return cache(cache).get(key, loader);
	}

	@Override
	public void close() {
		this.watch.stop();
		this.caches.close();
		this.connections.destroy();
	}

}
