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

package dev.bootcluster.embedded;

import java.nio.file.Path;
import java.util.Map;

/**
 * Plays the primary in a separate JVM: starts the server, prints its properties and waits
 * to be killed.
 */
final class PrimaryMain {

	/**
	 * Keeps the server reachable: the garbage collector would otherwise close its
	 * lifeline.
	 */
	private static final EmbeddedRedisServer SERVER = new EmbeddedRedisServer();

	private PrimaryMain() {
	}

	public static void main(String[] args) throws Exception {
		Map<String, String> properties = SERVER.start(Path.of(args[0]));
		properties.forEach((name, value) -> System.out.println(name + "=" + value));
		System.out.println();
		System.in.read();
	}

}
