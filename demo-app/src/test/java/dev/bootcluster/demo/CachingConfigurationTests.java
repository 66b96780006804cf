// SPDX-License-Identifier: Apache-2.0

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
