// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.bootcluster.ipc.LogLevels;
import dev.bootcluster.ipc.WorkerLaunch;
import dev.bootcluster.primary.launch.SlotFiles;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.DefaultPropertiesPropertySource;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertyResolver;
import org.springframework.core.env.PropertySourcesPropertyResolver;
import org.springframework.util.StringUtils;

/**
 * Sets what a worker cannot share with the others: the real port instead of 0, its own
 * log files, its slot in every log line or structured log entry, and a shutdown that
 * waits only once. Runs after configuration files are read and before logging starts.
 */
class WorkerEnvironmentPostProcessor implements EnvironmentPostProcessor, Ordered {

	private static final List<String> ROLLED_FILES = List.of("logging.logback.rollingpolicy.file-name-pattern",
			"logging.log4j2.rollingpolicy.file-name-pattern");

	private static final List<String> STRUCTURED_FORMATS = List.of("logging.structured.format.console",
			"logging.structured.format.file");

	private static final String STRUCTURED_SLOT = "logging.structured.json.add.worker";

	private static final String RESOURCE_ATTRIBUTES = "management.opentelemetry.resource-attributes";

	private static final String INSTANCE = "service.instance.id";

	private static final String ACCESS_LOG = "server.tomcat.accesslog.";

	/**
	 * Tomcat's named patterns.
	 */
	private static final Map<String, String> ACCESS_LOG_PATTERNS = Map.of("common", "%h %l %u %t \"%r\" %s %b",
			"combined", "%h %l %u %t \"%r\" %s %b \"%{Referer}i\" \"%{User-Agent}i\"");

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE - 100;
	}

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		WorkerLaunch launch = WorkerLaunch.fromSystemProperties();
		if (launch == null) {
			return;
		}
		Map<String, Object> overrides = new LinkedHashMap<>();
		if (launch.slot() == WorkerLaunch.NO_SLOT && ManagementPort.of(environment) != null) {
			// Others listen on their own socket instead, but this process serves nobody.
			overrides.put(ManagementPort.PROPERTY, -1);
		}
		overrides.put("server.port", launch.port());
		// The primary prints it.
		overrides.put("spring.main.banner-mode", "off");
		// The drain has already waited. Boot would wait for Tomcat's count of
		// asynchronous requests, which never drops for some whose clients have left.
		overrides.put("server.shutdown", "immediate");
		String file = logFile(environment);
		if (file != null) {
			overrides.put("logging.file.name", SlotFiles.nameFor(file, launch.slot()));
			addRolledFiles(environment, launch.slot(), overrides);
		}
		addAccessLog(environment, launch.slot(), overrides);
		overrides.put("logging.pattern.correlation",
				"[worker-%d] %s".formatted(launch.slot(), correlation(environment)));
		addLogLevels(launch, overrides);
		environment.getPropertySources().addFirst(new MapPropertySource("clusterWorker", overrides));
		addDefaults(environment, launch);
	}

	/**
	 * Suggest what the user may have chosen otherwise.
	 */
	private static void addDefaults(ConfigurableEnvironment environment, WorkerLaunch launch) {
		Map<String, Object> defaults = new LinkedHashMap<>();
		if (launch.terminal()) {
			defaults.put("spring.output.ansi.enabled", "always");
		}
		if (STRUCTURED_FORMATS.stream().anyMatch((format) -> StringUtils.hasText(environment.getProperty(format)))) {
			// A prefix would make it something else than JSON.
			defaults.put(STRUCTURED_SLOT, Integer.toString(launch.slot()));
		}
		addInstance(environment, launch.slot(), defaults);
		defaults.keySet().removeIf(environment::containsProperty);
		if (!defaults.isEmpty()) {
			DefaultPropertiesPropertySource.addOrMerge(defaults, environment.getPropertySources());
		}
	}

	/**
	 * Workers that push what they measure tell which they are (OpenTelemetry's semantic
	 * conventions). Boot prefers its property to the variable.
	 */
	private static void addInstance(ConfigurableEnvironment environment, int slot, Map<String, Object> defaults) {
		String attributes = environment.getProperty("OTEL_RESOURCE_ATTRIBUTES", "");
		boolean set = Binder.get(environment)
			.bind(RESOURCE_ATTRIBUTES, Bindable.mapOf(String.class, String.class))
			.orElse(Map.of())
			.containsKey(INSTANCE);
		if (!set && !attributes.contains(INSTANCE + "=")) {
			defaults.put(RESOURCE_ATTRIBUTES + "." + INSTANCE, Integer.toString(slot));
		}
	}

	/**
	 * The levels that were changed since the cluster started.
	 */
	private static void addLogLevels(WorkerLaunch launch, Map<String, Object> overrides) {
		try {
			new LogLevels(launch.directory()).all().forEach((logger, level) -> {
				if (level != null) {
					overrides.put("logging.level." + logger, level);
				}
			});
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The log levels that were changed cannot be read", ex);
		}
	}

	/**
	 * The file that Boot would write.
	 */
	private static @Nullable String logFile(ConfigurableEnvironment environment) {
		String file = environment.getProperty("logging.file.name");
		if (StringUtils.hasLength(file)) {
			return file;
		}
		String directory = environment.getProperty("logging.file.path");
		return StringUtils.hasLength(directory) ? directory + "/spring.log" : null;
	}

	/**
	 * By default the names of rolled files derive from that of the file.
	 */
	private static void addRolledFiles(ConfigurableEnvironment environment, int slot, Map<String, Object> overrides) {
		for (String property : ROLLED_FILES) {
			String pattern = loggingProperties(environment).getProperty(property);
			if (pattern != null && !pattern.contains("LOG_FILE")) {
				overrides.put(property, SlotFiles.nameFor(pattern, slot));
			}
		}
	}

	/**
	 * Workers that write to one device or pipe say in each line which they are, if the
	 * user leaves the lines' pattern to Tomcat.
	 */
	private static void addAccessLog(ConfigurableEnvironment environment, int slot, Map<String, Object> overrides) {
		String directory = environment.getProperty(ACCESS_LOG + "directory", "logs");
		String prefix = environment.getProperty(ACCESS_LOG + "prefix", "access_log");
		String suffix = environment.getProperty(ACCESS_LOG + "suffix", ".log");
		if (!SlotFiles.isSpecial(directory + "/" + prefix + suffix)) {
			overrides.put(ACCESS_LOG + "prefix", prefix + "-worker-" + slot);
			return;
		}
		String pattern = ACCESS_LOG_PATTERNS.get(environment.getProperty(ACCESS_LOG + "pattern", "common"));
		if (pattern != null) {
			overrides.put(ACCESS_LOG + "pattern", "[worker-%d] %s".formatted(slot, pattern));
		}
	}

	/**
	 * What Boot would print there by default.
	 */
	private static String correlation(ConfigurableEnvironment environment) {
		String pattern = loggingProperties(environment).getProperty("logging.pattern.correlation");
		if (pattern != null) {
			return pattern;
		}
		return environment.getProperty("logging.expect-correlation-id", Boolean.class, false) ? "%correlationId " : "";
	}

	/**
	 * Placeholders that only the logging system can resolve are no errors, as in Boot's
	 * own {@code LoggingSystemProperties}.
	 */
	private static PropertyResolver loggingProperties(ConfigurableEnvironment environment) {
		PropertySourcesPropertyResolver resolver = new PropertySourcesPropertyResolver(
				environment.getPropertySources());
		resolver.setIgnoreUnresolvableNestedPlaceholders(true);
		return resolver;
	}

}
