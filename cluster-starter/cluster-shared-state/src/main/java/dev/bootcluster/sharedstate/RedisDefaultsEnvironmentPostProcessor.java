// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.sharedstate;

import java.util.Map;

import dev.bootcluster.defaults.SuggestedDefaults;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Suggests timeouts for Redis that suit a cluster.
 */
class RedisDefaultsEnvironmentPostProcessor implements EnvironmentPostProcessor, Ordered {

	private static final Map<String, Object> DEFAULTS = Map.of(
			// Lettuce waits a minute for a dead Redis otherwise.
			"spring.data.redis.connect-timeout", "1s", "spring.data.redis.timeout", "1s",
			// Where there is a pool, its default is to wait for ever.
			"spring.data.redis.lettuce.pool.max-wait", "1s",
			// A node that took over is found by what clients of the other see, and in any
			// case by the next look.
			"spring.data.redis.lettuce.cluster.refresh.adaptive", "true",
			"spring.data.redis.lettuce.cluster.refresh.period", "30s");

	private final SuggestedDefaults defaults;

	RedisDefaultsEnvironmentPostProcessor(DeferredLogFactory logFactory) {
		this.defaults = new SuggestedDefaults(DEFAULTS, logFactory.getLog(RedisDefaultsEnvironmentPostProcessor.class));
	}

	@Override
	public int getOrder() {
		return SuggestedDefaults.ORDER;
	}

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		this.defaults.addTo(environment);
	}

}
