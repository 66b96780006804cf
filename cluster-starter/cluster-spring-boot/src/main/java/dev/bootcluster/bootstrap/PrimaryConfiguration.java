// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;

import dev.bootcluster.generation.GenerationSettings;
import dev.bootcluster.handoff.HandoffSettings;
import dev.bootcluster.primary.launch.PrimarySettings;
import dev.bootcluster.primary.launch.WorkerCount;
import dev.bootcluster.process.JavaInvocation;
import dev.bootcluster.process.ServiceVariables;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.web.server.Ssl;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * The validated configuration of the primary.
 *
 * @param properties the cluster's own settings
 * @param workers how many workers
 * @param application how to start the application again
 * @param jvmArgs JVM options for workers
 * @param workerEnvironment environment variables for workers
 * @param address the address to listen on
 * @param backlog number of connections the kernel may queue
 * @param tls whether the port speaks TLS
 * @param reloadSignal the signal that reloads
 * @param sharedState how sessions and caches are shared
 */
record PrimaryConfiguration(ClusterProperties properties, int workers, JavaInvocation application,
		GenerationSettings generation, InetSocketAddress address, int backlog, boolean tls, ReloadSignal reloadSignal,
		SharedStatePlan sharedState) {

	private static final int DEFAULT_PORT = 8080;

	private static final int DEFAULT_BACKLOG = 1024;

	/**
	 * Read the configuration.
	 * @param environment the application's environment
	 * @param arguments the application's arguments
	 * @throws BindException if a value of {@code cluster.*} is invalid
	 * @throws ClusterStartException if another value is invalid
	 */
	static PrimaryConfiguration read(ConfigurableEnvironment environment, String[] arguments) {
		return read(environment, arguments, ServiceVariables.current());
	}

	static PrimaryConfiguration read(ConfigurableEnvironment environment, String[] arguments,
			ServiceVariables service) {
		Binder binder = Binder.get(environment);
		ClusterProperties properties = ClusterProperties.of(environment);
		int processors = Runtime.getRuntime().availableProcessors();
		WorkerCount count = properties.workers();
		int workers = (count != null) ? count.on(processors) : 1;
		MemoryNeed.check(workers, properties.spares());
		return new PrimaryConfiguration(properties, workers, JavaInvocation.current(arguments),
				GenerationConfiguration.read(environment), address(binder, service),
				environment.getProperty("server.tomcat.accept-count", Integer.class, DEFAULT_BACKLOG),
				Ssl.isEnabled(binder.bind("server.ssl", Ssl.class).orElse(null)), properties.reload().signal(),
				SharedStatePlan.of(properties, environment));
	}

	/**
	 * Without any wish of the application's, a socket passed by the service manager
	 * decides.
	 */
	private static InetSocketAddress address(Binder binder, ServiceVariables service) {
		int port = binder.bind("server.port", Integer.class).orElse(service.sockets().isEmpty() ? DEFAULT_PORT : 0);
		InetAddress address = binder.bind("server.address", InetAddress.class).orElse(null);
		try {
			return (address != null) ? new InetSocketAddress(address, port) : new InetSocketAddress(port);
		}
		catch (IllegalArgumentException ex) {
			throw new ClusterStartException("server.port", port, "is not a port", "Set it to a number up to 65535");
		}
	}

	@Nullable Path directory() {
		return this.properties.directory();
	}

	PrimarySettings settings(Path directory, Map<String, String> workerProperties) {
		HandoffSettings handoff = new HandoffSettings(directory, this.address, this.backlog,
				this.properties.balancing(), this.properties.worker().weights(), this.properties.pending().max(),
				this.properties.pending().timeout(), this.properties.slowStart(), this.tls);
		return new PrimarySettings(this.workers, this.properties.spares(), Runtime.getRuntime().availableProcessors(),
				handoff, this.properties.rebalance() && canRebalance(), this.properties.rebalanceByLoad(),
				workerProperties);
	}

	/**
	 * Only connections in plain text move, and only if the primary distributes them.
	 */
	private boolean canRebalance() {
		return !this.tls;
	}

}
