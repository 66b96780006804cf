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

import java.util.Map;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Suggests exposing the cluster's endpoint through Actuator.
 */
class ClusterDefaultsEnvironmentPostProcessor implements EnvironmentPostProcessor, Ordered {

	private static final Map<String, Object> DEFAULTS = Map.of(
			// Boot's default plus the cluster's endpoint.
			"management.endpoints.web.exposure.include", "health,cluster");

	private final SuggestedDefaults defaults;

	ClusterDefaultsEnvironmentPostProcessor(DeferredLogFactory logFactory) {
		this.defaults = new SuggestedDefaults(DEFAULTS,
				logFactory.getLog(ClusterDefaultsEnvironmentPostProcessor.class));
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
