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

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.bootcluster.ClusterProperties;
import dev.bootcluster.handoff.HandoffSettings;
import dev.bootcluster.primary.CommandLine;
import dev.bootcluster.primary.JavaInvocation;
import dev.bootcluster.primary.PrimarySettings;
import dev.bootcluster.primary.WorkerCount;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.web.server.Ssl;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;

/**
 * What the application's configuration asks of its primary, checked.
 *
 * @param properties the cluster's own settings
 * @param workers how many workers
 * @param application how to start the application again
 * @param jvmArgs JVM options for workers
 * @param workerEnvironment environment variables for workers
 * @param address the address to listen on
 * @param backlog connections the kernel may hold
 * @param tls whether the port speaks TLS
 * @param reloadSignal the signal that reloads
 * @param sharedState how sessions and caches are shared
 */
record PrimaryConfiguration(ClusterProperties properties, int workers, JavaInvocation application, List<String> jvmArgs,
		Map<String, String> workerEnvironment, InetSocketAddress address, int backlog, boolean tls,
		ReloadSignal reloadSignal, SharedStatePlan sharedState) {

	private static final String ENVIRONMENT = "cluster.worker.env.";

	private static final int DEFAULT_BACKLOG = 1024;

	/**
	 * Read the configuration.
	 * @param environment the application's environment
	 * @param arguments the application's arguments
	 * @throws ClusterStartException if a value cannot be used
	 */
	static PrimaryConfiguration read(ConfigurableEnvironment environment, String[] arguments) {
		Binder binder = Binder.get(environment);
		ClusterProperties properties = binder.bindOrCreate("cluster", ClusterProperties.class);
		check(properties);
		int processors = Runtime.getRuntime().availableProcessors();
		int workers = workers(String.valueOf(properties.getWorkers()), processors);
		MemoryNeed.check(workers);
		return new PrimaryConfiguration(properties, workers, JavaInvocation.current(arguments), jvmArgs(properties),
				environmentVariables(environment), address(binder),
				environment.getProperty("server.tomcat.accept-count", Integer.class, DEFAULT_BACKLOG),
				Ssl.isEnabled(binder.bind("server.ssl", Ssl.class).orElse(null)),
				ReloadSignal.of(properties.getReload().getSignal()), SharedStatePlan.of(properties, environment));
	}

	private static int workers(String text, int processors) {
		try {
			return WorkerCount.parse(text, processors);
		}
		catch (IllegalArgumentException ex) {
			throw new ClusterStartException("cluster.workers", text, String.valueOf(ex.getMessage()),
					"Set cluster.workers to 'max' (one worker a processor), 'max-1', a share such as '50%', or a number such as '4'");
		}
	}

	private static void check(ClusterProperties properties) {
		if (properties.getPending().getMax() < 0) {
			throw new ClusterStartException("cluster.pending.max", properties.getPending().getMax(), "is negative",
					"Set it to the number of connections that may wait for a worker, such as 1024");
		}
		checkPositive("cluster.worker.boot-timeout", properties.getWorker().getBootTimeout());
		checkPositive("cluster.worker.drain-timeout", properties.getWorker().getDrainTimeout());
	}

	private static void checkPositive(String property, Duration value) {
		if (value.isNegative() || value.isZero()) {
			throw new ClusterStartException(property, value, "is not a positive duration",
					"Set it to a duration such as 30s");
		}
	}

	private static List<String> jvmArgs(ClusterProperties properties) {
		String line = properties.getWorker().getJvmArgs();
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
	private static Map<String, String> environmentVariables(ConfigurableEnvironment environment) {
		Map<String, String> variables = new LinkedHashMap<>();
		environment.getPropertySources()
			.stream()
			.filter(EnumerablePropertySource.class::isInstance)
			.flatMap((source) -> List.of(((EnumerablePropertySource<?>) source).getPropertyNames()).stream())
			.filter((name) -> name.startsWith(ENVIRONMENT))
			.forEach((name) -> variables.putIfAbsent(name.substring(ENVIRONMENT.length()),
					environment.getRequiredProperty(name)));
		return variables;
	}

	private static InetSocketAddress address(Binder binder) {
		int port = binder.bind("server.port", Integer.class).orElse(8080);
		InetAddress address = binder.bind("server.address", InetAddress.class).orElse(null);
		try {
			return (address != null) ? new InetSocketAddress(address, port) : new InetSocketAddress(port);
		}
		catch (IllegalArgumentException ex) {
			throw new ClusterStartException("server.port", port, "is not a port", "Set it to a number up to 65535");
		}
	}

	@Nullable Path directory() {
		return this.properties.getDirectory();
	}

	PrimarySettings settings(Path directory, Map<String, String> workerProperties) {
		HandoffSettings handoff = new HandoffSettings(directory, this.address, this.backlog,
				this.properties.getBalancing(), this.properties.getPending().getMax(), this.tls);
		return new PrimarySettings(this.workers, Runtime.getRuntime().availableProcessors(), handoff, this.application,
				this.jvmArgs, this.workerEnvironment, workerProperties, this.properties.getWorker().getBootTimeout(),
				this.properties.getWorker().getDrainTimeout());
	}

}
