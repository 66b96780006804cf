// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.defaults;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.apache.commons.logging.Log;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Suggests exposing the cluster's endpoint through Actuator, and to count requests by
 * whether they were as fast as a user wants them.
 */
class ClusterDefaultsEnvironmentPostProcessor implements EnvironmentPostProcessor, Ordered {

	private static final String DISTRIBUTION = "management.metrics.distribution.";

	private static final String REQUESTS = "http.server.requests";

	/**
	 * Settings for the distribution of a meter. Boot applies those for a name to all that
	 * begin with it.
	 */
	private static final List<String> DISTRIBUTIONS = List.of("slo", "percentiles", "percentiles-histogram");

	private static final List<String> NAMES = List.of(REQUESTS, "http.server", "http", "all");

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
		Map<String, Object> defaults = new LinkedHashMap<>();
		// Boot's default plus the cluster's endpoint.
		defaults.put("management.endpoints.web.exposure.include", "health,cluster");
		if (DISTRIBUTIONS.stream().noneMatch((setting) -> isSet(environment, setting))) {
			defaults.put(DISTRIBUTION + "slo." + REQUESTS, "100ms,150ms");
		}
		new SuggestedDefaults(defaults, this.logger).addTo(environment);
	}

	private static boolean isSet(ConfigurableEnvironment environment, String setting) {
		Map<String, String> values = Binder.get(environment)
			.bind(DISTRIBUTION + setting, Bindable.mapOf(String.class, String.class))
			.orElse(Map.of());
		return NAMES.stream().anyMatch(values::containsKey);
	}

}
