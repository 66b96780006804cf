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

package dev.bootcluster.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The application in one JVM, clustered by its own arguments or not at all.
 */
final class Application implements Candidate {

	private final String name;

	private final Options options;

	private final Children children;

	private final List<String> args;

	private final int workers;

	private Server server;

	private Application(String name, Options options, Children children, int workers, String... args) {
		this.name = name;
		this.options = options;
		this.children = children;
		this.workers = workers;
		this.args = List.of(args);
	}

	static Application standalone(String name, Options options, Children children) {
		return new Application(name, options, children, 0, "--cluster.enabled=false");
	}

	static Application cluster(String balancing, Options options, Children children) {
		return new Application(balancing, options, children, options.workers, "--cluster.workers=" + options.workers,
				"--cluster.balancing=" + balancing);
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
	 * Start the process and do not wait.
	 */
	void launch() throws IOException {
		int port = Ports.free();
		List<String> command = new ArrayList<>();
		command.add(this.options.java().toString());
		command.addAll(this.options.jvmArgs);
		command.addAll(
				List.of("-jar", this.options.jar.toString(), "--server.port=" + port, "--cluster.shared-state=none"));
		command.addAll(this.args);
		this.server = new Server(this.name, this.children.start(this.name, command), port, this.children);
	}

	void awaitReady() throws IOException, InterruptedException {
		if (this.workers > 0) {
			this.server.await("/actuator/cluster", (body) -> readyWorkers(body) >= this.workers);
		}
		this.server.await("/hello", (body) -> body.startsWith("Handled by process "));
	}

	private static int readyWorkers(String body) {
		return body.split("\"state\"\\s*:\\s*\"READY\"", -1).length - 1;
	}

	@Override
	public int port() {
		return this.server.port();
	}

	@Override
	public List<Process> processes() {
		return List.of(this.server.process());
	}

	@Override
	public void stop() throws InterruptedException {
		this.children.stop(this.server.process());
	}

}
