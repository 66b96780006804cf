// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;

import dev.bootcluster.ipc.WorkerLaunch;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.bootstrap.BootstrapRegistry.InstanceSupplier;
import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Makes a worker read no configuration files, which may have changed by now or be half
 * written: it gets the configuration pinned for its generation.
 */
class BeforeConfigDataPostProcessor implements EnvironmentPostProcessor, Ordered {

	/**
	 * The source that keeps Boot from reading files.
	 */
	static final String NO_FILES = "clusterNoFiles";

	private static final StartedApplications started = new StartedApplications();

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
		WorkerLaunch launch = WorkerLaunch.fromSystemProperties();
		prepare(environment, started, (launch != null) ? launch.configuration() : null);
	}

	/**
	 * Prepare an environment.
	 * @param pinned the configuration of the worker's generation, {@code null} in other
	 * processes
	 */
	void prepare(ConfigurableEnvironment environment, StartedApplications started, @Nullable Path pinned) {
		ConfigurationSources sources = started.add(environment);
		this.context.registerIfAbsent(ConfigurationSources.class, InstanceSupplier.of(sources));
		PinnedConfiguration configuration = (pinned != null) ? find(pinned, sources.position()) : null;
		if (configuration != null) {
			this.context.registerIfAbsent(PinnedConfiguration.class, InstanceSupplier.of(configuration));
			environment.getPropertySources()
				.addFirst(new MapPropertySource(NO_FILES, Map.of("spring.config.location", "",
						"spring.config.additional-location", "", "spring.config.import", "")));
		}
	}

	/**
	 * What the application starts after itself was not known when the configuration was
	 * pinned.
	 */
	private static @Nullable PinnedConfiguration find(Path file, int position) {
		try {
			PinnedApplications pinned = PinnedApplications.read(file);
			return (position < pinned.applications().size()) ? pinned.applications().get(position) : null;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The configuration of this worker's generation cannot be read", ex);
		}
	}

}
