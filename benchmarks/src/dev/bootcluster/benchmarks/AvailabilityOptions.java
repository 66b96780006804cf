// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.benchmarks;

import java.util.List;
import java.util.Map;

/**
 * What the command line of the comparison of availability asks for.
 */
final class AvailabilityOptions extends ServerOptions {

	static final String NODE = "node";

	/**
	 * In the name of a system whose workers are killed instead of ending themselves.
	 */
	static final String KILLED = "+kill";

	/**
	 * In the name of a system with a spare worker.
	 */
	static final String SPARE = "+spare";

	/**
	 * In the name of a system whose workers are bounded.
	 */
	static final String BOUNDED = "+bound";

	private static final List<String> ALL = List.of(NODE, "round-robin", "round-robin" + KILLED, "round-robin" + SPARE,
			"round-robin" + BOUNDED, "round-robin" + KILLED + BOUNDED, "round-robin" + SPARE + BOUNDED);

	private static final String USAGE = """
			Usage: benchmarks/availability [option...]
			  --workers=8          workers of each system
			  --rounds=3           measured rounds
			  --seconds=10         length of each load
			  --connections=200    connections at any time
			  --path=/compute      what to get: /compute (some CPU work, as in the book), /compute?n=1000 or /hello
			  --exit-within=10     seconds from ready within which every worker exits
			  --timeout=30         seconds after which the client gives a request up
			  --max-in-flight=2    requests that a worker executes at a time, in systems with +bound
			  --systems=LIST       some of node,round-robin and round-robin+kill, +spare, +bound, +kill+bound, +spare+bound
			  --jdk=PATH           JDK that runs the servers
			  --jvm-args=ARGS      flags for every server JVM, separated by spaces
			  --jar=PATH           the application, by default demo-app/target/demo-app.jar
			""";

	int connections = 200;

	String path = "/compute";

	int exitWithin = 10;

	int timeout = 30;

	int maxInFlight = 2;

	private AvailabilityOptions() {
		super(USAGE, ALL, ALL.subList(0, 6));
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
			case "--max-in-flight" -> this.maxInFlight = number(name, value);
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
				this.connections, "path", this.path, "exitWithin", this.exitWithin, "timeout", this.timeout, "maxInFlight",
				this.maxInFlight, "jvmArgs", String.join(" ", this.jvmArgs), "jar", this.jar.toString());
	}

}
