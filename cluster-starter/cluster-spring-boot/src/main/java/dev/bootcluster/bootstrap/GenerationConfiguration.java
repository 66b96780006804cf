// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import dev.bootcluster.ClassArchiving;
import dev.bootcluster.generation.GenerationSettings;
import dev.bootcluster.generation.ReloadSettings;
import dev.bootcluster.generation.WorkerLimits;
import dev.bootcluster.process.CommandLine;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;

/**
 * Reads the settings for the workers of a generation.
 */
final class GenerationConfiguration {

	private static final String VARIABLE = "cluster.worker.env.";

	private GenerationConfiguration() {
	}

	/**
	 * Read the configuration.
	 * @param environment the application's environment
	 * @throws BindException if a value is invalid
	 * @throws ClusterStartException if the file with variables cannot be read
	 */
	static GenerationSettings read(ConfigurableEnvironment environment) {
		ClusterProperties properties = ClusterProperties.of(environment);
		ClusterProperties.Worker worker = properties.worker();
		Map<String, String> variables = new LinkedHashMap<>(variables(worker.envFile()));
		variables.putAll(variables(environment));
		return new GenerationSettings(worker.jvmArgs().words(), variables, worker.bootTimeout(), worker.drainTimeout(),
				worker.hangTimeout(), worker.classArchive() == ClassArchiving.AUTO, reload(properties, worker),
				limits(worker), properties.balancing(), worker.weights(), worker.maxInFlight() != null);
	}

	private static ReloadSettings reload(ClusterProperties properties, ClusterProperties.Worker worker) {
		ClusterProperties.Reload reload = properties.reload();
		return new ReloadSettings(reload.surge(),
				Objects.requireNonNullElse(reload.bootTimeout(), worker.bootTimeout()), reload.bakeTime(),
				Objects.requireNonNullElse(reload.drainTimeout(), worker.drainTimeout()), reload.deadline(),
				properties.isPatient() ? reload.sessionPatience() : Duration.ZERO);
	}

	private static WorkerLimits limits(ClusterProperties.Worker worker) {
		return new WorkerLimits((worker.maxMemory() != null) ? worker.maxMemory().toBytes() : 0,
				Objects.requireNonNullElse(worker.maxRequests(), 0L),
				Objects.requireNonNullElse(worker.maxAge(), Duration.ZERO), worker.minLifetime());
	}

	/**
	 * Reads the property sources directly, because binding to a map would strip
	 * underscores from the variables' names.
	 */
	private static Map<String, String> variables(ConfigurableEnvironment environment) {
		Map<String, String> variables = new LinkedHashMap<>();
		environment.getPropertySources()
			.stream()
			.filter(EnumerablePropertySource.class::isInstance)
			.flatMap((source) -> Stream.of(((EnumerablePropertySource<?>) source).getPropertyNames()))
			.filter((name) -> name.startsWith(VARIABLE))
			.forEach((name) -> variables.putIfAbsent(name.substring(VARIABLE.length()),
					environment.getRequiredProperty(name)));
		return variables;
	}

	/**
	 * Parses lines as in systemd's {@code EnvironmentFile} and Docker's
	 * {@code --env-file}; a value may be quoted.
	 */
	private static Map<String, String> variables(@Nullable Path file) {
		if (file == null) {
			return Map.of();
		}
		Map<String, String> variables = new LinkedHashMap<>();
		try {
			for (String line : Files.readAllLines(file)) {
				if (!line.isBlank() && !line.strip().startsWith("#")) {
					addVariable(line.strip(), variables);
				}
			}
		}
		catch (IOException | IllegalArgumentException ex) {
			throw new ClusterStartException("cluster.worker.env-file", file, "cannot be read: " + ex.getMessage(),
					"Set it to a readable file with one NAME=value per line");
		}
		return variables;
	}

	private static void addVariable(String line, Map<String, String> variables) {
		int equals = line.indexOf('=');
		if (equals < 1) {
			throw new IllegalArgumentException("the line '%s' is not NAME=value".formatted(line.split("\\s")[0]));
		}
		String value = line.substring(equals + 1).strip();
		boolean quoted = value.startsWith("\"") || value.startsWith("'");
		variables.put(line.substring(0, equals).strip(), quoted ? String.join(" ", CommandLine.split(value)) : value);
	}

}
