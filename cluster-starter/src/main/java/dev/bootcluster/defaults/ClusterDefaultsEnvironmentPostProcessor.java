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

package dev.bootcluster.defaults;

import java.util.LinkedHashMap;
import java.util.Map;

import org.apache.commons.logging.Log;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.env.DefaultPropertiesPropertySource;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Suggests settings that suit an application in a cluster, below everything the user
 * says.
 */
class ClusterDefaultsEnvironmentPostProcessor implements EnvironmentPostProcessor, Ordered {

	static final String ENABLED = "cluster.defaults.enabled";

	private static final Map<String, Object> DEFAULTS = Map.of(
			// The cluster's endpoint next to Boot's own default.
			"management.endpoints.web.exposure.include", "health,cluster",
			// Lettuce waits a minute for a dead Redis otherwise.
			"spring.data.redis.connect-timeout", "1s", "spring.data.redis.timeout", "1s",
			// Where there is a pool, its default is to wait for ever.
			"spring.data.redis.lettuce.pool.max-wait", "1s",
			// A node that took over is found by what clients of the other see, and in any
			// case by the next look.
			"spring.data.redis.lettuce.cluster.refresh.adaptive", "true",
			"spring.data.redis.lettuce.cluster.refresh.period", "30s");

	private final Log logger;

	ClusterDefaultsEnvironmentPostProcessor(DeferredLogFactory logFactory) {
		this.logger = logFactory.getLog(ClusterDefaultsEnvironmentPostProcessor.class);
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE - 50;
	}

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		if (environment.getProperty("cluster.workers") == null
				|| !environment.getProperty(ENABLED, Boolean.class, true)) {
			return;
		}
		Map<String, Object> suggested = new LinkedHashMap<>(DEFAULTS);
		suggested.keySet().removeIf(environment::containsProperty);
		DefaultPropertiesPropertySource.addOrMerge(suggested, environment.getPropertySources());
		this.logger.debug("Suggested %s; turn this off with %s=false".formatted(suggested, ENABLED));
	}

}
