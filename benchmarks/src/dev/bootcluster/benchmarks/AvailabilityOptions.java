// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.benchmarks;

import java.util.List;
import java.util.Map;

/**
 * What the command line of the comparison of availability asks for.
 */
final class AvailabilityOptions extends ServerOptions {

	static final String NODE = "node";

	static final String KILLED = "round-robin+kill";

	static final String SPARE = "round-robin+spare";

	private static final String USAGE = """
			Usage: benchmarks/availability [option...]
			  --workers=8          workers of each system
			  --rounds=3           measured rounds
			  --seconds=10         length of each load
			  --connections=200    connections at any time
			  --path=/compute      what to get: /compute (some CPU work, as in the book), /compute?n=1000 or /hello
			  --exit-within=10     seconds from ready within which every worker exits
			  --timeout=30         seconds after which the client gives a request up
			  --systems=LIST       some of node,round-robin,round-robin+kill,round-robin+spare
			  --jdk=PATH           JDK that runs the servers
			  --jvm-args=ARGS      flags for every server JVM, separated by spaces
			  --jar=PATH           the application, by default demo-app/target/demo-app.jar
			""";

	int connections = 200;

	String path = "/compute";

	int exitWithin = 10;

	int timeout = 30;

	private AvailabilityOptions() {
		super(USAGE, List.of(NODE, "round-robin", KILLED, SPARE), List.of(NODE, "round-robin", KILLED, SPARE));
		this.workers = 8;
		this.rounds = 3;
		this.seconds = 10;
	}

	static AvailabilityOptions parse(String... args) {
		AvailabilityOptions options = new AvailabilityOptions();
		options.read(args);
		return options;
	}

	@Override
	void set(String name, String value) {
		switch (name) {
			case "--connections" -> this.connections = number(name, value);
			case "--path" -> this.path = value;
			case "--exit-within" -> this.exitWithin = number(name, value);
			case "--timeout" -> this.timeout = number(name, value);
			default -> super.set(name, value);
		}
	}

	/**
	 * The programs of others that are needed.
	 * @return Debian's packages by program
	 */
	Map<String, String> tools() {
		return this.systems.contains(NODE) ? Map.of("node", "nodejs") : Map.of();
	}

	Map<String, Object> toJson() {
		return Json.object("workers", this.workers, "rounds", this.rounds, "seconds", this.seconds, "connections",
				this.connections, "path", this.path, "exitWithin", this.exitWithin, "timeout", this.timeout, "jvmArgs",
				String.join(" ", this.jvmArgs), "jar", this.jar.toString());
	}

}
