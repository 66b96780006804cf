// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.bootcluster.ipc.WorkerLaunch;
import dev.bootcluster.primary.launch.SlotFiles;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.env.DefaultPropertiesPropertySource;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Sets what a worker cannot share with the others: the real port instead of 0, its own
 * log files, its slot in every log line, and a shutdown that waits only once. Runs after
 * configuration files are read and before logging starts.
 */
class WorkerEnvironmentPostProcessor implements EnvironmentPostProcessor, Ordered {

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
		if (ManagementPort.of(environment) != null) {
			// The primary serves it.
			overrides.put(ManagementPort.PROPERTY, -1);
		}
		overrides.put("server.port", launch.port());
		// The primary prints it.
		overrides.put("spring.main.banner-mode", "off");
		// The drain has already waited. Boot would wait for Tomcat's count of
		// asynchronous requests, which never drops for some whose clients have left.
		overrides.put("server.shutdown", "immediate");
		String file = environment.getProperty("logging.file.name");
		if (file != null) {
			overrides.put("logging.file.name", SlotFiles.nameFor(file, launch.slot()));
		}
		String prefix = environment.getProperty("server.tomcat.accesslog.prefix", "access_log");
		overrides.put("server.tomcat.accesslog.prefix", prefix + "-worker-" + launch.slot());
		overrides.put("logging.pattern.correlation",
				"[worker-%d] %s".formatted(launch.slot(), correlation(environment)));
		environment.getPropertySources().addFirst(new MapPropertySource("clusterWorker", overrides));
		if (launch.terminal()) {
			DefaultPropertiesPropertySource.addOrMerge(Map.of("spring.output.ansi.enabled", "always"),
					environment.getPropertySources());
		}
	}

	/**
	 * What Boot would print there by default.
	 */
	private static String correlation(ConfigurableEnvironment environment) {
		String pattern = environment.getProperty("logging.pattern.correlation");
		if (pattern != null) {
			return pattern;
		}
		return environment.getProperty("logging.expect-correlation-id", Boolean.class, false) ? "%correlationId " : "";
	}

}
