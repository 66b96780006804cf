// SPDX-License-Identifier: Apache-2.0

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
		Map<String, String> properties = SERVER.start(Path.of(args[0]), Path.of(args[0]));
		properties.forEach((name, value) -> System.out.println(name + "=" + value));
		System.out.println();
		System.in.read();
	}

}
