// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.sharedstate;

import dev.bootcluster.bootstrap.ReadinessCheck;
import dev.bootcluster.redis.RedisClientConfiguration;
import dev.bootcluster.redis.RedisWatch;
import dev.bootcluster.redis.RedisWatchConfiguration;
import dev.bootcluster.session.SessionGuardConfiguration;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisProperties;
import org.springframework.boot.session.autoconfigure.SessionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * Makes Redis clients fail fast and reconnect soon, watches whether Redis serves, and
 * answers requests whose session is unavailable. It comes after the readiness check of
 * actuator, which backs off if the application has its own.
 * <p>
 * Whatever keeps sessions comes before it, and in a database needs a data source. Boot
 * relies on the names of its classes for that.
 */
@AutoConfiguration(after = { DataRedisAutoConfiguration.class, SessionAutoConfiguration.class },
		afterName = { "dev.bootcluster.autoconfigure.ClusterReadinessAutoConfiguration",
				"org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration" })
@ConditionalOnClass({ RedisConnectionFactory.class, DataRedisProperties.class })
@Conditional(OnSharedState.class)
@Import({ RedisClientConfiguration.class, RedisWatchConfiguration.class, SessionGuardConfiguration.class })
public final class ClusterRedisAutoConfiguration {

	@Bean
	ReadinessCheck clusterRedisReadiness(RedisWatch watch) {
		return watch::isSettled;
	}

}
