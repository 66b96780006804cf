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
import java.util.Map;

import dev.bootcluster.generation.GenerationSettings;
import dev.bootcluster.handoff.HandoffSettings;
import dev.bootcluster.primary.PrimarySettings;
import dev.bootcluster.primary.WorkerCount;
import dev.bootcluster.process.JavaInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.web.server.Ssl;
import org.springframework.core.env.ConfigurableEnvironment;

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
record PrimaryConfiguration(ClusterProperties properties, int workers, JavaInvocation application,
		GenerationSettings generation, InetSocketAddress address, int backlog, boolean tls, ReloadSignal reloadSignal,
		SharedStatePlan sharedState) {

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
		MemoryNeed.check(workers, properties.getSpares());
		return new PrimaryConfiguration(properties, workers, JavaInvocation.current(arguments),
				GenerationConfiguration.read(environment), address(binder),
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
		if (properties.getSpares() < 0) {
			throw new ClusterStartException("cluster.spares", properties.getSpares(), "is negative",
					"Set it to the number of workers that wait to replace others, such as 1, or to 0");
		}
		if (properties.getSlowStart().isNegative()) {
			throw new ClusterStartException("cluster.slow-start", properties.getSlowStart(), "is negative",
					"Set it to a duration such as 30s, or to 0");
		}
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
				this.properties.getBalancing(), this.properties.getPending().getMax(), this.properties.getSlowStart(),
				this.tls);
		return new PrimarySettings(this.workers, this.properties.getSpares(),
				Runtime.getRuntime().availableProcessors(), handoff, workerProperties);
	}

}
