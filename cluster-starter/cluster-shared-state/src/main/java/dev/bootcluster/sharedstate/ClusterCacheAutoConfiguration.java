// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.sharedstate;

import dev.bootcluster.cache.CacheProperties;
import dev.bootcluster.cache.ClusterCaches;
import dev.bootcluster.redis.RedisWatch;
import dev.bootcluster.redis.RedisWatchConfiguration;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.cache.autoconfigure.RedisCacheManagerBuilderCustomizer;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.data.redis.cache.RedisCacheManager;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * Enables caching, with caches that all workers share.
 */
@AutoConfiguration(before = CacheAutoConfiguration.class)
@ConditionalOnClass({ RedisCacheManager.class, RedisCacheManagerBuilderCustomizer.class })
@Conditional(OnSharedState.class)
@Import({ RedisWatchConfiguration.class, CaffeineExpiryConfiguration.class })
public final class ClusterCacheAutoConfiguration {

	/**
	 * Lazy, because an application with its own cache manager needs it only if it uses
	 * its writer.
	 */
	@Bean
	@Lazy
	@ConditionalOnMissingBean
	ClusterCaches clusterCaches(RedisConnectionFactory redis, CacheProperties properties, RedisWatch watch) {
		return new ClusterCaches(redis, properties, watch);
	}

	@Bean
	@ConfigurationProperties("cluster.cache")
	CacheProperties clusterCacheProperties() {
		return new CacheProperties();
	}

	/**
	 * First, so that the application's own customizers win.
	 */
	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	RedisCacheManagerBuilderCustomizer clusterCacheWriter(ObjectProvider<ClusterCaches> caches) {
		return (builder) -> builder.cacheWriter(caches.getObject().writer());
	}

	/**
	 * Last, so that it finds all caches, with the application's own serializers.
	 */
	@Bean
	@Order(Ordered.LOWEST_PRECEDENCE)
	RedisCacheManagerBuilderCustomizer clusterCacheValues(ObjectProvider<ClusterCaches> caches) {
		return (builder) -> caches.getObject().customize(builder);
	}

	/**
	 * For applications that do not enable caching themselves.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	@ConditionalOnMissingBean(name = "org.springframework.cache.config.internalCacheAdvisor")
	static class Enabled {

	}

}
