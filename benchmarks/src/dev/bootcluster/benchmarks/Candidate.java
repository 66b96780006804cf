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
