/*
 * Copyright 2026 the Boot Cluster authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package dev.bootcluster.bootstrap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import dev.bootcluster.ClassArchiving;
import dev.bootcluster.generation.GenerationSettings;
import dev.bootcluster.generation.ReloadSettings;
import dev.bootcluster.process.CommandLine;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;

/**
 * Reads what the configuration says about the workers of a generation.
 */
final class GenerationConfiguration {

	private static final String VARIABLE = "cluster.worker.env.";

	private GenerationConfiguration() {
	}

	/**
	 * Read the configuration.
	 * @param environment the application's environment
	 * @throws ClusterStartException if a value cannot be used
	 */
	static GenerationSettings read(ConfigurableEnvironment environment) {
		ClusterProperties properties = Binder.get(environment).bindOrCreate("cluster", ClusterProperties.class);
		ClusterProperties.Worker worker = properties.getWorker();
		checkPositive("cluster.worker.boot-timeout", worker.getBootTimeout());
		checkPositive("cluster.worker.drain-timeout", worker.getDrainTimeout());
		if (worker.getHangTimeout().isNegative()) {
			throw new ClusterStartException("cluster.worker.hang-timeout", worker.getHangTimeout(), "is negative",
					"Set it to a duration such as 2m, or to 0 for never");
		}
		check(properties.getWarmup());
		Map<String, String> variables = new LinkedHashMap<>(variables(worker.getEnvFile()));
		variables.putAll(variables(environment));
		return new GenerationSettings(GenerationSettings.PROTOCOL, jvmArgs(worker.getJvmArgs()), variables,
				worker.getBootTimeout(), worker.getDrainTimeout(), worker.getHangTimeout(),
				worker.getClassArchive() == ClassArchiving.AUTO, reload(properties), LimitsConfiguration.read(worker));
	}

	private static void check(ClusterProperties.Warmup warmup) {
		for (String path : warmup.getPaths()) {
			if (!path.matches("/[\\x21-\\x7e]*")) {
				throw new ClusterStartException("cluster.warmup.paths", path, "is not the path of a request",
						"Write paths as they stand in a URL, such as /products?page=1");
			}
		}
		if (warmup.getRounds() < 1) {
			throw new ClusterStartException("cluster.warmup.rounds", warmup.getRounds(), "is less than 1",
					"Set it to how often each of cluster.warmup.paths is to be requested");
		}
	}

	private static ReloadSettings reload(ClusterProperties properties) {
		ClusterProperties.Reload reload = properties.getReload();
		Duration bootTimeout = Objects.requireNonNullElse(reload.getBootTimeout(),
				properties.getWorker().getBootTimeout());
		Duration drainTimeout = Objects.requireNonNullElse(reload.getDrainTimeout(),
				properties.getWorker().getDrainTimeout());
		checkPositive("cluster.reload.boot-timeout", bootTimeout);
		checkPositive("cluster.reload.drain-timeout", drainTimeout);
		checkPositive("cluster.reload.deadline", reload.getDeadline());
		if (reload.getBakeTime().isNegative()) {
			throw new ClusterStartException("cluster.reload.bake-time", reload.getBakeTime(), "is negative",
					"Set it to a duration such as 5s, or to 0");
		}
		ReloadSettings settings = new ReloadSettings(reload.getSurge(), bootTimeout, reload.getBakeTime(), drainTimeout,
				reload.getDeadline());
		try {
			settings.surge(1);
		}
		catch (IllegalArgumentException ex) {
			throw new ClusterStartException("cluster.reload.surge", reload.getSurge(), String.valueOf(ex.getMessage()),
					"Set it to a number of workers such as 2, or a share of them such as 25%");
		}
		return settings;
	}

	private static void checkPositive(String property, Duration value) {
		if (value.isNegative() || value.isZero()) {
			throw new ClusterStartException(property, value, "is not a positive duration",
					"Set it to a duration such as 30s");
		}
	}

	private static List<String> jvmArgs(String line) {
		try {
			return CommandLine.split(line);
		}
		catch (IllegalArgumentException ex) {
			throw new ClusterStartException("cluster.worker.jvm-args", line, String.valueOf(ex.getMessage()),
					"Close the quote");
		}
	}

	/**
	 * Read from the sources themselves, because binding to a map would strip the
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
	 * Lines as systemd's {@code EnvironmentFile} and Docker's {@code --env-file} have
	 * them; a value may be quoted.
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
					"Set it to a readable file with lines NAME=value");
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
