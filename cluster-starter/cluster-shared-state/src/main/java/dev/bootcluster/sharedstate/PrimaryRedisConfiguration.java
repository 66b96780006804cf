// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.sharedstate;

import dev.bootcluster.bootstrap.PrimarySource;
import dev.bootcluster.redis.RedisClientConfiguration;
import dev.bootcluster.redis.RedisHealth;
import dev.bootcluster.redis.RedisUse;
import dev.bootcluster.redis.RedisWatch;
import dev.bootcluster.redis.RedisWatchConfiguration;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * Probes the workers' Redis for the health on the primary's management port. If workers
 * do not serve actuator, it shows nowhere else.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({ RedisConnectionFactory.class, DataRedisProperties.class })
@Conditional(OnConfiguredRedis.class)
@ImportAutoConfiguration(DataRedisAutoConfiguration.class)
@Import({ RedisClientConfiguration.class, RedisWatchConfiguration.class })
class PrimaryRedisConfiguration {

	@Bean
	RedisHealth clusterRedisHealth(RedisWatch watch, RedisConnectionFactory redis, Environment environment) {
		String namespace = environment.getProperty("spring.session.data.redis.namespace", "spring:session");
		return watch.of(redis,
				RedisUse.ofHashes("workers", "workers carry on without it", namespace + ":cluster-probe"));
	}

	/**
	 * Contributes this configuration to the primary.
	 */
	static final class Source implements PrimarySource {

		@Override
		public Class<?> configuration() {
			return PrimaryRedisConfiguration.class;
		}

	}

}
