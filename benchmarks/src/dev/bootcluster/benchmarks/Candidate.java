// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.benchmarks;

import java.io.IOException;
import java.util.List;

/**
 * One of the systems that are compared: some processes that serve the application on one
 * port.
 */
interface Candidate {

	String name();

	/**
	 * How many JVMs serve the application.
	 * @return their number
	 */
	int jvms();

	/**
	 * Start all processes and return when every JVM can serve.
	 */
	void start() throws IOException, InterruptedException;

	/**
	 * The port for the load.
	 * @return the port since the last start
	 */
	default int port() {
		return server().port();
	}

	/**
	 * What answers the load.
	 * @return the server since the last start
	 */
	Server server();

	default List<Process> processes() {
		return List.of(server().process());
	}

	default void stop() throws InterruptedException {
		server().stop();
	}

}
