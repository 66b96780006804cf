// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.session;

import java.util.EnumSet;

import dev.bootcluster.redis.RedisHealth;
import dev.bootcluster.redis.RedisUse;
import dev.bootcluster.redis.RedisWatch;
import jakarta.servlet.DispatcherType;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.session.data.redis.config.annotation.SpringSessionRedisConnectionFactory;
import org.springframework.session.web.http.SessionRepositoryFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Answers requests whose session is unavailable, whichever repository keeps the sessions
 * in Redis.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = Type.SERVLET)
@ConditionalOnClass({ SessionRepositoryFilter.class, HandlerExceptionResolver.class })
@ConditionalOnBean(RedisConnectionFactory.class)
@Conditional(OnSessionsInRedis.class)
public class SessionGuardConfiguration {

	private static final String REDIS = "clusterSessionRedis";

	/**
	 * Not lazy even in a lazy application, so that Redis is probed before the first
	 * request.
	 */
	@Bean(REDIS)
	@Lazy(false)
	RedisHealth clusterSessionRedis(RedisWatch watch,
			@SpringSessionRedisConnectionFactory ObjectProvider<RedisConnectionFactory> sessionConnections,
			ObjectProvider<RedisConnectionFactory> connections, Environment environment) {
		String namespace = environment.getProperty("spring.session.data.redis.namespace", "spring:session");
		return watch.of(sessionConnections.getIfAvailable(connections::getObject),
				RedisUse.ofHashes("sessions", "requests that need a session get 503", namespace + ":cluster-probe"));
	}

	@Bean
	static SessionGuardPostProcessor clusterSessionGuard(@Qualifier(REDIS) ObjectProvider<RedisHealth> redis) {
		return new SessionGuardPostProcessor(redis::getObject);
	}

	@Bean
	@ConditionalOnMissingBean
	static SessionEvents clusterSessionEvents(@Qualifier(REDIS) ObjectProvider<RedisHealth> redis) {
		return new SessionEvents(redis::getObject);
	}

	/**
	 * Right before the session filter, so that metrics see the answer.
	 */
	@Bean
	@ConditionalOnMissingBean(name = "clusterSessionUnavailableFilter")
	FilterRegistrationBean<SessionUnavailableFilter> clusterSessionUnavailableFilter(Environment environment) {
		FilterRegistrationBean<SessionUnavailableFilter> registration = new FilterRegistrationBean<>(
				new SessionUnavailableFilter());
		registration.setDispatcherTypes(EnumSet.allOf(DispatcherType.class));
		registration.setAsyncSupported(true);
		registration.setOrder(environment.getProperty("spring.session.servlet.filter-order", Integer.class,
				SessionRepositoryFilter.DEFAULT_ORDER) - 1);
		return registration;
	}

	@Bean
	@ConditionalOnMissingBean
	SessionUnavailableResolver clusterSessionUnavailableResolver() {
		return new SessionUnavailableResolver();
	}

}
