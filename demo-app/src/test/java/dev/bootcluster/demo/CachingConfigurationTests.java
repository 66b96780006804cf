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

package dev.bootcluster.demo;

import java.time.Duration;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.data.redis.cache.RedisCacheConfiguration;
import org.springframework.data.redis.cache.RedisCacheManager;
import org.springframework.data.redis.cache.RedisCacheManager.RedisCacheManagerBuilder;
import org.springframework.data.redis.connection.RedisConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link CachingConfiguration}.
 */
class CachingConfigurationTests {

	private final RedisConnectionFactory redis = mock(RedisConnectionFactory.class);

	private final RedisCacheManagerBuilder builder = RedisCacheManager.builder(this.redis)
		.cacheDefaults(RedisCacheConfiguration.defaultCacheConfig().entryTtl(Duration.ofMinutes(10)));

	@BeforeEach
	void customize() {
		new CachingConfiguration.Redis().timesToLive().customize(this.builder);
	}

	@Test
	void databaseForgetsNothing() {
		assertThat(timeToLive(UserDatabase.CACHE)).isZero();
	}

	private Duration timeToLive(String cache) {
		return this.builder.getCacheConfigurationFor(cache)
			.orElseThrow()
			.getTtlFunction()
			.getTimeToLive("key", "value");
	}

}
