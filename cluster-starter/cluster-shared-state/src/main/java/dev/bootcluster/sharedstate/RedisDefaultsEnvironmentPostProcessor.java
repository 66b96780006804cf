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
