// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.sharedstate;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.bootcluster.defaults.SuggestedDefaults;
import org.apache.commons.logging.Log;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Suggests settings of Redis that suit a cluster.
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

	private static final String REPOSITORIES = "spring.data.redis.repositories.enabled";

	private final Log logger;

	RedisDefaultsEnvironmentPostProcessor(DeferredLogFactory logFactory) {
		this.logger = logFactory.getLog(RedisDefaultsEnvironmentPostProcessor.class);
	}

	@Override
	public int getOrder() {
		return SuggestedDefaults.ORDER;
	}

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		Map<String, Object> defaults = new LinkedHashMap<>(DEFAULTS);
		if (!environment.containsProperty(REPOSITORIES) && !RedisRepositories.mayExist(application)) {
			defaults.put(REPOSITORIES, false);
		}
		new SuggestedDefaults(defaults, this.logger).addTo(environment);
	}

}
