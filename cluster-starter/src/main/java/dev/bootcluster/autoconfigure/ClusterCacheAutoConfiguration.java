/*
 * Copyright 2026 the Boot Cluster authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package dev.bootcluster.autoconfigure;

import java.time.Duration;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.cache.autoconfigure.RedisCacheManagerBuilderCustomizer;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.data.redis.cache.BatchStrategies;
import org.springframework.data.redis.cache.RedisCacheManager;
import org.springframework.data.redis.cache.RedisCacheWriter;
import org.springframework.data.redis.cache.RedisCacheWriter.TtlFunction;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * Turns caching on, with caches that all workers share.
 */
@AutoConfiguration(before = CacheAutoConfiguration.class)
@ConditionalOnClass({ RedisCacheManager.class, RedisCacheManagerBuilderCustomizer.class })
@Conditional(OnSharedState.class)
public final class ClusterCacheAutoConfiguration {

	private static final Duration LOCK_POLL = Duration.ofMillis(20);

	private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(5);

	private static final int SCAN_BATCH = 1000;

	/**
	 * First, so that the application's own customizers win.
	 */
	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	RedisCacheManagerBuilderCustomizer clusterCacheWriter(RedisConnectionFactory redis) {
		return (builder) -> builder.cacheWriter(writer(redis));
	}

	/**
	 * Writes at once, so that the next request finds the value on whichever worker it
	 * lands, and locks in Redis, so that {@code @Cacheable(sync = true)} computes once in
	 * the cluster. The lock of a worker that was killed does not outlive it for long.
	 */
	private static RedisCacheWriter writer(RedisConnectionFactory redis) {
		return RedisCacheWriter.create(redis,
				(writer) -> writer.immediateWrites()
					.batchStrategy(BatchStrategies.scan(SCAN_BATCH))
					.enableLocking((lock) -> lock.sleepTime(LOCK_POLL).lockTimeout(TtlFunction.just(LOCK_TIMEOUT))));
	}

	/**
	 * For an application that did not enable caching itself.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	@ConditionalOnMissingBean(name = "org.springframework.cache.config.internalCacheAdvisor")
	static class Enabled {

	}

}
