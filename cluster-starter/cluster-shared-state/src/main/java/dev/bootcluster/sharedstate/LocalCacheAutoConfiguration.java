// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.sharedstate;

import com.github.benmanes.caffeine.cache.CacheLoader;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.CaffeineSpec;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.cache.autoconfigure.CacheManagerCustomizer;
import org.springframework.cache.caffeine.CaffeineCacheManager;
import org.springframework.context.annotation.Bean;

/**
 * Makes Caffeine's caches behave like maps. Without shared caches Boot would choose maps,
 * but finds Caffeine because the starter brings it. As with maps, caches have no bound,
 * and methods that return a {@code CompletableFuture} may be cached.
 */
@AutoConfiguration(before = CacheAutoConfiguration.class)
@ConditionalOnClass({ Caffeine.class, CaffeineCacheManager.class, CacheManagerCustomizer.class })
@ConditionalOnMissingBean({ Caffeine.class, CaffeineSpec.class, CacheLoader.class, CacheManagerCustomizer.class })
@ConditionalOnProperty(name = { "spring.cache.type", "spring.cache.caffeine.spec" }, havingValue = "none set",
		matchIfMissing = true)
public final class LocalCacheAutoConfiguration {

	static final String FUTURES = "cachesOfFutures";

	@Bean(FUTURES)
	CacheManagerCustomizer<CaffeineCacheManager> cachesOfFutures() {
		return (caches) -> caches.setAsyncCacheMode(true);
	}

}
