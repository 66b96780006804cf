// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.util.Map;

import dev.bootcluster.ipc.WorkerLaunch;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.bootstrap.BootstrapRegistry.InstanceSupplier;
import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Makes a worker read the configuration pinned for its generation instead of the files,
 * which may have changed by now or be half written.
 */
class BeforeConfigDataPostProcessor implements EnvironmentPostProcessor, Ordered {

	private final ConfigurableBootstrapContext context;

	BeforeConfigDataPostProcessor(ConfigurableBootstrapContext context) {
		this.context = context;
	}

	@Override
	public int getOrder() {
		return ConfigDataEnvironmentPostProcessor.ORDER - 1;
	}

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		this.context.registerIfAbsent(ConfigurationSources.class,
				InstanceSupplier.of(new ConfigurationSources(environment)));
		WorkerLaunch launch = WorkerLaunch.fromSystemProperties();
		if (launch != null) {
			environment.getPropertySources()
				.addFirst(new MapPropertySource("clusterConfiguration",
						Map.of("spring.config.location", "file:" + launch.configuration(),
								"spring.config.additional-location", "", "spring.config.import", "")));
		}
	}

}
