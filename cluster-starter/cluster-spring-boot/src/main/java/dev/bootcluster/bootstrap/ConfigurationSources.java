// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.springframework.boot.bootstrap.BootstrapContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;

/**
 * The property sources from configuration files: those that Boot's config data processing
 * added to the environment of an application.
 */
final class ConfigurationSources {

	private final ConfigurableEnvironment environment;

	private final List<ConfigurationSources> earlier;

	private final Set<String> before;

	private List<EnumerablePropertySource<?>> sources = List.of();

	/**
	 * Record the sources present before configuration files are read.
	 * @param environment the environment
	 * @param earlier the applications that this JVM started before
	 */
	ConfigurationSources(ConfigurableEnvironment environment, List<ConfigurationSources> earlier) {
		this.environment = environment;
		this.earlier = List.copyOf(earlier);
		this.before = environment.getPropertySources()
			.stream()
			.map(PropertySource::getName)
			.collect(Collectors.toSet());
	}

	/**
	 * Return the sources of the starting application.
	 */
	static ConfigurationSources of(BootstrapContext context) {
		ConfigurationSources sources = context.getOrElse(ConfigurationSources.class, null);
		if (sources == null) {
			throw new IllegalStateException("Spring Boot has not prepared the environment");
		}
		return sources;
	}

	/**
	 * Record the sources that configuration files added.
	 */
	void read() {
		this.sources = this.environment.getPropertySources()
			.stream()
			.filter((source) -> !this.before.contains(source.getName()))
			.<EnumerablePropertySource<?>>mapMulti((source, found) -> {
				if (source instanceof EnumerablePropertySource<?> enumerable) {
					found.accept(enumerable);
				}
			})
			.toList();
	}

	/**
	 * Return the number of applications that this JVM started before.
	 */
	int position() {
		return this.earlier.size();
	}

	/**
	 * Pin the configuration of this application and of those before it.
	 * @param random the random values chosen before
	 */
	PinnedApplications pin(Map<String, String> random) {
		RandomValues values = new RandomValues(this.environment::resolvePlaceholders, random);
		List<PinnedConfiguration> applications = new ArrayList<>();
		for (ConfigurationSources application : this.earlier) {
			applications.add(PinnedConfiguration.of(application.environment, application.sources, values));
		}
		applications.add(PinnedConfiguration.of(this.environment, this.sources, values));
		return new PinnedApplications(applications, values.used());
	}

}
