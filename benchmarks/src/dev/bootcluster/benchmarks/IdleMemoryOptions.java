// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.benchmarks;

import java.util.List;
import java.util.Map;

/**
 * What the command line of the measurement of idle memory asks for.
 */
final class IdleMemoryOptions extends ServerOptions {

	private static final String USAGE = """
			Usage: benchmarks/memory [option...]
			  --workers=2          workers of the cluster
			  --rounds=3           starts of the cluster
			  --seconds=60         from the start until the first look
			  --connections=10000  idle connections at the second look, half of which are drained
			  --jdk=PATH           JDK that runs the servers
			  --jvm-args=ARGS      flags for the primary and all workers, separated by spaces
			  --jar=PATH           the application, by default demo-app/target/demo-app.jar
			""";

	int connections = 10_000;

	private IdleMemoryOptions() {
		super(USAGE, List.of(), List.of());
		this.rounds = 3;
		this.seconds = 60;
	}

	static IdleMemoryOptions parse(String... args) {
		IdleMemoryOptions options = new IdleMemoryOptions();
		options.read(args);
		return options;
	}

	@Override
	void set(String name, String value) {
		switch (name) {
			case "--connections" -> this.connections = number(name, value);
			default -> super.set(name, value);
		}
	}

	Map<String, Object> toJson() {
		return Json.object("workers", this.workers, "rounds", this.rounds, "seconds", this.seconds, "connections",
				this.connections, "jvmArgs", String.join(" ", this.jvmArgs), "jar", this.jar.toString());
	}

}
