// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The application in one JVM, clustered by its own arguments or not at all.
 */
final class Application implements Candidate {

	private final String name;

	private final ServerOptions options;

	private final Children children;

	private final List<String> args;

	private final int workers;

	private Server server;

	private Application(String name, ServerOptions options, Children children, int workers, String... args) {
		this.name = name;
		this.options = options;
		this.children = children;
		this.workers = workers;
		this.args = List.of(args);
	}

	static Application standalone(String name, ServerOptions options, Children children) {
		return new Application(name, options, children, 0, "--cluster.enabled=false");
	}

	static Application cluster(String balancing, ServerOptions options, Children children) {
		return cluster(balancing, balancing, options, children);
	}

	static Application cluster(String name, String balancing, ServerOptions options, Children children,
			String... settings) {
		List<String> args = new ArrayList<>(
				List.of("--cluster.workers=" + options.workers, "--cluster.balancing=" + balancing));
		args.addAll(List.of(settings));
		return new Application(name, options, children, options.workers, args.toArray(String[]::new));
	}

	/**
	 * The cluster with sessions in a Redis of its own.
	 * @param name who keeps the sessions
	 * @param options the workers
	 * @param children what starts them
	 * @param settings the settings for that
	 * @return the application
	 */
	static Application sharing(String name, ServerOptions options, Children children, List<String> settings) {
		List<String> args = new ArrayList<>(
				List.of("--cluster.workers=" + options.workers, "--cluster.shared-state=redis"));
		args.addAll(settings);
		return new Application(name, options, children, options.workers, args.toArray(String[]::new));
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public int jvms() {
		return Math.max(1, this.workers);
	}

	@Override
	public void start() throws IOException, InterruptedException {
		launch();
		awaitReady();
	}

	/**
	 * Leave in the cluster's store what its next start finds.
	 */
	void train() throws IOException, InterruptedException {
		start();
		this.server.awaitArchive();
		stop();
	}

	/**
	 * Start the process and do not wait.
	 */
	void launch() throws IOException {
		int port = Ports.free();
		Process process = this.children.start(this.name, command(this.options, port, this.args));
		this.server = new Server(this.name, process, port, this.children);
	}

	static List<String> command(ServerOptions options, int port, List<String> args) {
		List<String> command = new ArrayList<>();
		command.add(options.java().toString());
		command.addAll(options.jvmArgs);
		command.addAll(List.of("-jar", options.jar.toString(), "--server.port=" + port));
		if (args.stream().noneMatch((arg) -> arg.startsWith("--cluster.shared-state="))) {
			command.add("--cluster.shared-state=none");
		}
		command.addAll(args);
		return command;
	}

	void awaitReady() throws IOException, InterruptedException {
		if (this.workers > 0) {
			this.server.await("/actuator/cluster", (body) -> readyWorkers(body) >= this.workers);
		}
		this.server.await("/hello", (body) -> body.startsWith("Handled by process "));
	}

	static int readyWorkers(String body) {
		return body.split("\"state\"\\s*:\\s*\"READY\"", -1).length - 1;
	}

	@Override
	public Server server() {
		return this.server;
	}

}
