// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.defaults;

import java.util.LinkedHashMap;
import java.util.Map;

import org.apache.commons.logging.Log;

import org.springframework.boot.env.DefaultPropertiesPropertySource;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Settings that suit a cluster, with lower precedence than anything the application sets.
 */
public final class SuggestedDefaults {

	/**
	 * Order of environment post-processors that suggest settings: after those that set
	 * them.
	 */
	public static final int ORDER = Ordered.LOWEST_PRECEDENCE - 50;

	private static final String ENABLED = "cluster.defaults.enabled";

	private final Map<String, Object> defaults;

	private final Log logger;

	/**
	 * @param defaults names and values
	 * @param logger logs the suggestions at debug level
	 */
	public SuggestedDefaults(Map<String, Object> defaults, Log logger) {
		this.defaults = defaults;
		this.logger = logger;
	}

	/**
	 * Add the suggestions if this is a cluster, unless {@code cluster.defaults.enabled}
	 * is {@code false}.
	 * @param environment the application's environment
	 */
	public void addTo(ConfigurableEnvironment environment) {
		if (environment.getProperty("cluster.workers") == null
				|| !environment.getProperty(ENABLED, Boolean.class, true)) {
			return;
		}
		Map<String, Object> suggested = new LinkedHashMap<>(this.defaults);
		suggested.keySet().removeIf(environment::containsProperty);
		DefaultPropertiesPropertySource.addOrMerge(suggested, environment.getPropertySources());
		this.logger.debug("Suggested %s; turn this off with %s=false".formatted(suggested, ENABLED));
	}

}
