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
 * Without shared caches Boot takes Caffeine where it would take maps, because we bring it
 * along. Its caches then do what maps do too: they have no bound, and methods that return
 * a {@code CompletableFuture} may be cached.
 */
@AutoConfiguration(before = CacheAutoConfiguration.class)
@ConditionalOnClass({ Caffeine.class, CaffeineCacheManager.class, CacheManagerCustomizer.class })
@ConditionalOnMissingBean({ Caffeine.class, CaffeineSpec.class, CacheLoader.class, CacheManagerCustomizer.class })
@ConditionalOnProperty(name = { "spring.cache.type", "spring.cache.caffeine.spec" }, havingValue = "none set",
		matchIfMissing = true)
public final class LocalCacheAutoConfiguration {

	@Bean
	CacheManagerCustomizer<CaffeineCacheManager> cachesOfFutures() {
		return (caches) -> caches.setAsyncCacheMode(true);
	}

}
