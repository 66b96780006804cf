// SPDX-License-Identifier: Apache-2.0

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
