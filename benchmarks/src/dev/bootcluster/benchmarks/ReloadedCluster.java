// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A cluster that is started, reloaded and stopped.
 */
final class ReloadedCluster {

	private final String name;

	private final ReloadVariant variant;

	private final ReloadOptions options;

	private final Children children;

	private Server server;

	private Server management;

	/**
	 * Create a new cluster.
	 * @param name names its output
	 * @param variant how to start it
	 */
	ReloadedCluster(String name, ReloadVariant variant, ReloadOptions options, Children children) {
		this.name = name;
		this.variant = variant;
		this.options = options;
		this.children = children;
	}

	/**
	 * Start it and wait until it has all that a reload may use.
	 */
	void start() throws IOException, InterruptedException {
		int port = Ports.free();
		int managementPort = Ports.free();
		List<String> args = new ArrayList<>(List.of("--cluster.workers=" + this.options.workers,
				"--cluster.reload.bake-time=%ds".formatted(this.options.bakeTime),
				"--cluster.store=" + this.children.newDirectory("store"),
				"--management.server.port=" + managementPort));
		args.addAll(this.variant.args(this.options.path));
		Process process = this.children.start(this.name, Application.command(this.options, port, args));
		this.server = new Server(this.name, process, port, this.children);
		// The primary itself answers there.
		this.management = new Server(this.name, process, managementPort, this.children);
		this.management.await("/actuator/cluster",
				(body) -> Application.readyWorkers(body) >= this.options.workers);
		this.server.await("/hello", (body) -> body.startsWith("Handled by process "));
		if (this.variant.isArchived()) {
			this.server.awaitArchive();
		}
	}

	int port() {
		return this.server.port();
	}

	/**
	 * Replace all workers, and wait until the last old one has drained and is gone.
	 * @throws UserException if the reload fails
	 */
	void reload() throws IOException, InterruptedException {
		this.management.reload();
		this.management.await("/actuator/cluster", (body) -> body.contains("\"STABLE\"") && !body.contains("DRAINING"));
	}

	void stop() throws InterruptedException {
		this.server.stop();
	}

}
