// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

import org.jspecify.annotations.Nullable;

/**
 * What the primary tells a worker at its start, as system properties. The application may
 * read two of them, {@value #SLOT} and {@value #GENERATION}.
 *
 * @param slot the worker's slot
 * @param generation its generation
 * @param launch its launch number
 * @param directory the cluster's directory
 * @param artifact the directory of the code the worker runs
 * @param configuration the file with the configuration of its generation
 * @param port the port clients connect to
 * @param shared whether workers accept for themselves from one listening socket
 * @param drainTimeout how long to drain if the primary is lost
 * @param terminal whether the worker's output ends up on a terminal
 */
public record WorkerLaunch(int slot, int generation, long launch, Path directory, Path artifact, Path configuration,
		int port, boolean shared, Duration drainTimeout, boolean terminal) {

	/**
	 * The property that makes a JVM a worker.
	 */
	public static final String SLOT = "cluster.worker.slot";

	/**
	 * The slot of a process that serves no connections: it trains the class archive.
	 */
	public static final int NO_SLOT = 0;

	private static final String GENERATION = "cluster.worker.generation";

	private static final String PREFIX = "boot-cluster.launch.";

	/**
	 * Return the options that start a JVM as this worker.
	 * @return the options
	 */
	public List<String> toOptions() {
		List<String> options = new ArrayList<>();
		options.add(option(SLOT, this.slot));
		options.add(option(GENERATION, this.generation));
		options.add(option(PREFIX + "number", this.launch));
		options.add(option(PREFIX + "directory", this.directory));
		options.add(option(PREFIX + "artifact", this.artifact));
		options.add(option(PREFIX + "configuration", this.configuration));
		options.add(option(PREFIX + "port", this.port));
		options.add(option(PREFIX + "shared", this.shared));
		options.add(option(PREFIX + "drain", this.drainTimeout));
		options.add(option(PREFIX + "terminal", this.terminal));
		return options;
	}

	private static String option(String name, Object value) {
		return "-D%s=%s".formatted(name, value);
	}

	/**
	 * Whether this JVM is a worker.
	 * @return {@code true} if a primary started it as one
	 */
	public static boolean isWorker() {
		return System.getProperty(SLOT) != null;
	}

	/**
	 * Read what the primary told this JVM.
	 * @return the launch, {@code null} if this JVM is not a worker
	 */
	public static @Nullable WorkerLaunch fromSystemProperties() {
		return from(System.getProperties());
	}

	/**
	 * Read what the primary told a JVM.
	 * @param properties the JVM's system properties
	 * @return the launch, {@code null} if it is not a worker
	 */
	static @Nullable WorkerLaunch from(Properties properties) {
		String slot = properties.getProperty(SLOT);
		if (slot == null) {
			return null;
		}
		return new WorkerLaunch(Integer.parseInt(slot), Integer.parseInt(required(properties, GENERATION)),
				Long.parseLong(required(properties, PREFIX + "number")),
				Path.of(required(properties, PREFIX + "directory")), Path.of(required(properties, PREFIX + "artifact")),
				Path.of(required(properties, PREFIX + "configuration")),
				Integer.parseInt(required(properties, PREFIX + "port")),
				Boolean.parseBoolean(required(properties, PREFIX + "shared")),
				Duration.parse(required(properties, PREFIX + "drain")),
				Boolean.parseBoolean(required(properties, PREFIX + "terminal")));
	}

	private static String required(Properties properties, String name) {
		String value = properties.getProperty(name);
		if (value == null) {
			throw new IllegalStateException(
					"%s is set, but %s is not: the primary sets both; do not set them by hand".formatted(SLOT, name));
		}
		return value;
	}

}
