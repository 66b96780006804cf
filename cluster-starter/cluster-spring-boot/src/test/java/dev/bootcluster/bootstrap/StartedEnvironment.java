// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.bootstrap.DefaultBootstrapContext;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.env.DefaultPropertiesPropertySource;
import org.springframework.boot.env.RandomValuePropertySource;
import org.springframework.boot.support.SpringApplicationJsonEnvironmentPostProcessor;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Prepares an environment as Boot does when an application starts, with given arguments
 * and variables.
 */
class StartedEnvironment {

	private final List<String> arguments;

	private final Map<String, Object> variables = new LinkedHashMap<>();

	StartedEnvironment(String... arguments) {
		this.arguments = new ArrayList<>(List.of(arguments));
	}

	StartedEnvironment argument(String argument) {
		this.arguments.add(argument);
		return this;
	}

	StartedEnvironment variable(String name, String value) {
		this.variables.put(name, value);
		return this;
	}

	/**
	 * The environment of plain Boot.
	 */
	ConfigurableEnvironment plain() {
		ConfigurableEnvironment environment = create();
		ConfigDataEnvironmentPostProcessor.applyTo(environment, null, new DefaultBootstrapContext());
		return environment;
	}

	/**
	 * Start as an application that another will follow in this JVM.
	 */
	ConfigurationSources start(StartedApplications started) {
		return prepare(create(), started, null);
	}

	Path pin(Path file, Map<String, String> random) throws IOException {
		return pin(file, random, new StartedApplications());
	}

	Path pin(Path file, Map<String, String> random, StartedApplications started) throws IOException {
		start(started).pin(random).write(file);
		return file;
	}

	ConfigurableEnvironment worker(Path pinned) {
		return worker(pinned, new StartedApplications());
	}

	ConfigurableEnvironment worker(Path pinned, StartedApplications started) {
		ConfigurableEnvironment environment = create();
		prepare(environment, started, pinned);
		return environment;
	}

	private static ConfigurationSources prepare(ConfigurableEnvironment environment, StartedApplications started,
			@Nullable Path pinned) {
		DefaultBootstrapContext context = new DefaultBootstrapContext();
		new BeforeConfigDataPostProcessor(context).prepare(environment, started, pinned);
		ConfigDataEnvironmentPostProcessor.applyTo(environment, null, context);
		new AfterConfigDataPostProcessor(context).postProcessEnvironment(environment, new SpringApplication());
		return ConfigurationSources.of(context);
	}

	private ConfigurableEnvironment create() {
		ConfigurableEnvironment environment = new ApplicationEnvironment();
		MutablePropertySources sources = environment.getPropertySources();
		sources.addLast(new SimpleCommandLinePropertySource(this.arguments.toArray(String[]::new)));
		sources.addLast(new MapPropertySource(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME,
				Map.of("app.system", "property")));
		sources.addLast(new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
				this.variables));
		RandomValuePropertySource.addToEnvironment(environment);
		sources.addLast(new DefaultPropertiesPropertySource(Map.of("app.default", "default", "app.text", "default")));
		new SpringApplicationJsonEnvironmentPostProcessor().postProcessEnvironment(environment,
				new SpringApplication());
		return environment;
	}

	/**
	 * As Boot's own, which leaves profiles to its processing of configuration files.
	 */
	private static final class ApplicationEnvironment extends StandardEnvironment {

		@Override
		protected void customizePropertySources(MutablePropertySources propertySources) {
		}

		@Override
		protected @Nullable String doGetActiveProfilesProperty() {
			return null;
		}

		@Override
		protected @Nullable String doGetDefaultProfilesProperty() {
			return null;
		}

	}

}
