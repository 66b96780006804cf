// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.demo;

import java.time.Duration;

import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.cache.autoconfigure.RedisCacheManagerBuilderCustomizer;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.cache.RedisCacheConfiguration;
import org.springframework.data.redis.cache.RedisCacheManager;

/**
 * Turns caching on, standalone too, and says how long values live in Redis.
 */
@Configuration(proxyBeanMethods = false)
@EnableCaching
class CachingConfiguration {

	/**
	 * Times to live of caches that live in Redis.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ RedisCacheManager.class, RedisCacheManagerBuilderCustomizer.class })
	static class Redis {

		@Bean
		RedisCacheManagerBuilderCustomizer timesToLive() {
			return (builder) -> {
				RedisCacheConfiguration defaults = builder.cacheDefaults();
				builder.withCacheConfiguration(UserDatabase.CACHE, defaults.entryTtl(Duration.ZERO));
			};
		}

	}

}
