// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.util.ArrayList;
import java.util.List;

import org.springframework.core.env.ConfigurableEnvironment;

/**
 * The applications that this JVM has started, of which the first few may be followed by
 * the one that runs as a cluster: a parent context, or Spring Cloud's bootstrap context.
 */
final class StartedApplications {

	/**
	 * A JVM may start any number of applications, above all in tests.
	 */
	private static final int MAX = 8;

	private final List<ConfigurationSources> applications = new ArrayList<>();

	/**
	 * Add an application.
	 * @param environment its environment, which has no configuration files yet
	 */
	synchronized ConfigurationSources add(ConfigurableEnvironment environment) {
		ConfigurationSources sources = new ConfigurationSources(environment, this.applications);
		if (this.applications.size() < MAX) {
			this.applications.add(sources);
		}
		return sources;
	}

}
