// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.leader;

import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

import dev.bootcluster.ipc.Link;
import dev.bootcluster.leader.LeaderProperties.Scope;
import dev.bootcluster.messaging.AnnotatedMethods;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import net.javacrumbs.shedlock.core.ExtensibleLockProvider;
import net.javacrumbs.shedlock.provider.redis.spring.RedisLockProvider;
import net.javacrumbs.shedlock.support.KeepAliveLockProvider;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * The beans for what only one worker does.
 */
@Configuration(proxyBeanMethods = false)
public class LeaderConfiguration {

	@Bean
	static OnLeaderAdvice clusterOnLeaderAdvice() {
		return new OnLeaderAdvice();
	}

	@Bean
	static SharedValueAdvice clusterSharedValueAdvice() {
		return new SharedValueAdvice();
	}

	@Bean
	SmartInitializingSingleton clusterOnLeaderCheck(ConfigurableListableBeanFactory beans) {
		return () -> new AnnotatedMethods(beans).find(OnLeader.class, (bean, method, annotation) -> {
			if (method.getReturnType() != void.class) {
				throw new IllegalStateException(("%s is an @OnLeader method and must return void, "
						+ "because it is skipped while another worker leads")
					.formatted(method));
			}
		});
	}

	@Bean
	HostElection clusterHostElection(Link link, ApplicationEventPublisher application, LeaderProperties properties) {
		// The application is told of this host's leader only if that is the configured
		// scope.
		ApplicationEventPublisher audience = (properties.getScope() == Scope.HOST) ? application : (event) -> {
		};
		return new HostElection(link, audience);
	}

	@Bean
	LeaderTasks clusterLeaderTasks() {
		return new LeaderTasks();
	}

	@Bean
	ScheduledJobs clusterScheduledJobs(ConfigurableListableBeanFactory beans, Election election,
			ObjectProvider<JobClaims> claims, LeaderTasks tasks, Link link) {
		return new ScheduledJobs(beans, election, claims.getIfAvailable(() -> new HostClaims(link)), tasks.timer(),
				tasks.jobs(), InstantSource.system());
	}

	@Bean
	ComputedValues clusterSharedValues(ConfigurableListableBeanFactory beans, HostElection election, Link link,
			ObjectProvider<JsonMapper> mapper, LeaderTasks tasks) {
		return new ComputedValues(beans, election, link, mapper.getIfAvailable(JsonMapper::shared), tasks.timer());
	}

	/**
	 * One leader for all hosts.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty(name = "cluster.leader.scope", havingValue = "redis")
	static class OverRedis {

		@Bean
		@Primary
		RedisElection clusterRedisElection(HostElection host, RedisConnectionFactory redis, Environment environment,
				LeaderProperties properties, ApplicationEventPublisher application, LeaderTasks tasks) {
			if (properties.getLease().compareTo(LeaderProperties.SHORTEST_LEASE) < 0) {
				throw new InvalidConfigurationPropertyValueException("cluster.leader.lease", properties.getLease(),
						"It must be at least 1s.");
			}
			StringRedisTemplate template = new StringRedisTemplate(redis);
			String tokens = "cluster:term:" + name(environment);
			return new RedisElection(host, locks(redis, environment), () -> next(template, tokens),
					properties.getLease(), tasks.timer(), new Announcements(application), InstantSource.system());
		}

		@Bean
		RedisClaims clusterRedisClaims(RedisConnectionFactory redis, Environment environment, LeaderTasks tasks) {
			ExtensibleLockProvider locks = locks(redis, environment);
			return new RedisClaims(locks, new KeepAliveLockProvider(locks, tasks.extensions()));
		}

		private static long next(StringRedisTemplate template, String tokens) {
			Long next = template.opsForValue().increment(tokens);
			if (next == null) {
				throw new IllegalStateException("Redis returned no fencing token for " + tokens);
			}
			return next;
		}

		private static ExtensibleLockProvider locks(RedisConnectionFactory redis, Environment environment) {
			return new RedisLockProvider.Builder(redis).environment(name(environment))
				.keyPrefix("cluster:lock")
				.safeUpdate(true)
				.build();
		}

		private static String name(Environment environment) {
			return environment.getProperty("spring.application.name", "application");
		}

	}

	/**
	 * Metrics of the age of shared values.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterBinder.class)
	static class Metrics {

		@Bean
		MeterBinder clusterSharedValueMetrics(ComputedValues values) {
			return (registry) -> values.all()
				.forEach((value) -> TimeGauge
					.builder("cluster.shared.value.age", value, TimeUnit.SECONDS, HeldValue::ageInSeconds)
					.tag("name", value.name())
					.description("How long ago the shared value arrived at this worker")
					.register(registry));
		}

	}

}
