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
 * Suggests default timeouts and refreshes for Redis that suit a cluster.
 */
class RedisDefaultsEnvironmentPostProcessor implements EnvironmentPostProcessor, Ordered {

	private static final Map<String, Object> DEFAULTS = Map.of(
			// Otherwise Lettuce waits a minute for a dead Redis.
			"spring.data.redis.connect-timeout", "1s", "spring.data.redis.timeout", "1s",
			// A pool, if any, waits forever by default.
			"spring.data.redis.lettuce.pool.max-wait", "1s",
			// A promoted node is found by errors of the failed one, else within the
			// period.
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
