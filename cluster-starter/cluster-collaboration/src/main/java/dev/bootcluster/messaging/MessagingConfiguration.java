// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.messaging;

import dev.bootcluster.ipc.Link;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.binder.MeterBinder;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * The beans that send and receive messages.
 */
@Configuration(proxyBeanMethods = false)
public class MessagingConfiguration {

	@Bean
	MessageStats clusterMessageStats() {
		return new MessageStats();
	}

	@Bean
	static PayloadFormat clusterPayloadFormat(ObjectProvider<JsonMapper> mapper, MessagingProperties properties) {
		long maxSize = properties.getMaxSize().toBytes();
		if (maxSize < 1 || maxSize > Link.MAX_TEXT) {
			throw new InvalidConfigurationPropertyValueException("cluster.messaging.max-size", properties.getMaxSize(),
					"It must be between 1B and %dB.".formatted(Link.MAX_TEXT));
		}
		return new PayloadFormat(mapper.getIfAvailable(JsonMapper::shared), maxSize);
	}

	@Bean
	MessageListeners clusterMessageListeners(ConfigurableListableBeanFactory beans, PayloadFormat format) {
		return new MessageListeners(beans, format);
	}

	@Bean
	@ConditionalOnMissingBean(value = ClusterMessages.class, ignored = RedisMessages.class)
	HostMessages clusterMessages(Link link, PayloadFormat format, MessageListeners listeners,
			MessagingProperties properties, MessageStats stats) {
		if (properties.getTimeout().isNegative() || properties.getTimeout().isZero()) {
			throw new InvalidConfigurationPropertyValueException("cluster.messaging.timeout", properties.getTimeout(),
					"It must be positive, such as 10s.");
		}
		return new HostMessages(link, format, listeners, properties.getTimeout(), stats);
	}

	/**
	 * Messages that reach other hosts.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty(name = "cluster.messaging.scope", havingValue = "redis")
	static class OverRedis {

		@Bean
		@Primary
		RedisMessages clusterRedisMessages(HostMessages host, RedisConnectionFactory redis, Environment environment,
				Link link) {
			return new RedisMessages(host, redis, channel(environment), link);
		}

		@Bean
		RedisSubscription clusterRedisSubscription(RedisMessages messages, RedisConnectionFactory redis,
				Environment environment) {
			return new RedisSubscription(redis, messages, channel(environment));
		}

		private static String channel(Environment environment) {
			return "cluster:messages:" + environment.getProperty("spring.application.name", "application");
		}

	}

	/**
	 * Metrics of messages.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterBinder.class)
	static class Metrics {

		@Bean
		MeterBinder clusterMessageMetrics(MessageStats stats) {
			return (registry) -> {
				FunctionCounter.builder("cluster.messages.sent", stats, MessageStats::getSent)
					.description("Messages that the primary has taken from this worker")
					.register(registry);
				FunctionCounter.builder("cluster.messages.received", stats, MessageStats::getReceived)
					.description("Messages that this worker's listeners have handled")
					.register(registry);
				FunctionCounter.builder("cluster.messages.waits", stats, MessageStats::getWaits)
					.description("How often a sender had to wait because receivers were behind")
					.register(registry);
				FunctionCounter.builder("cluster.messages.lost", stats, MessageStats::getLost)
					.description("Messages to this worker that were lost because its listeners took none")
					.register(registry);
			};
		}

	}

}
