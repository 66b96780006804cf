// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Records what configuration files contributed, so that it can be pinned; in a worker,
 * contributes what was pinned.
 */
class AfterConfigDataPostProcessor implements EnvironmentPostProcessor, Ordered {

	private final ConfigurableBootstrapContext context;

	AfterConfigDataPostProcessor(ConfigurableBootstrapContext context) {
		this.context = context;
	}

	@Override
	public int getOrder() {
		return ConfigDataEnvironmentPostProcessor.ORDER + 1;
	}

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		environment.getPropertySources().remove(BeforeConfigDataPostProcessor.NO_FILES);
		PinnedConfiguration pinned = this.context.getOrElse(PinnedConfiguration.class, null);
		if (pinned != null) {
			pinned.addTo(environment);
		}
		ConfigurationSources.of(this.context).read();
		if (environment.containsProperty("cluster.workers") && PinnedStart.isToComeAgain()) {
			LoggingShutdown.defer(environment);
		}
	}

}
