// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.defaults;

import java.util.Map;

import org.apache.commons.logging.Log;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Suggests exposing the cluster's endpoint through Actuator.
 */
class ClusterDefaultsEnvironmentPostProcessor implements EnvironmentPostProcessor, Ordered {

	private final Log logger;

	ClusterDefaultsEnvironmentPostProcessor(DeferredLogFactory logFactory) {
		this.logger = logFactory.getLog(ClusterDefaultsEnvironmentPostProcessor.class);
	}

	@Override
	public int getOrder() {
		return SuggestedDefaults.ORDER;
	}

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		// Boot's default plus the cluster's endpoint.
		Map<String, Object> defaults = Map.of("management.endpoints.web.exposure.include", "health,cluster");
		new SuggestedDefaults(defaults, this.logger).addTo(environment);
	}

}
