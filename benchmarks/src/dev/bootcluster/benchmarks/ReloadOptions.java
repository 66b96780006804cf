// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.benchmarks;

import java.util.List;
import java.util.Map;

/**
 * What the command line of the measurement of reloads asks for.
 */
final class ReloadOptions extends ServerOptions {

	private static final String USAGE = """
			Usage: benchmarks/reload [option...]
			  --workers=2          workers of the cluster
			  --rounds=5           measured reloads of each variant
			  --seconds=10         length of the load before the reload
			  --warmup-seconds=20  length of the load that warms the first workers
			  --load=50            per cent of the most that clients get answered
			  --most-rate=2000     requests per second that the load stays below in any case
			  --rate=NUMBER        requests per second, instead of finding them out
			  --connections=32     connections at any time
			  --new=10             one of so many requests opens a connection for itself
			  --path=/hello        what to get: /hello or /compute?n=100000
			  --bake-time=5        seconds that a new worker serves beside an old one
			  --timeout=30         seconds after which the client gives a request up
			  --systems=LIST       some of warm-up,no-warm-up,cold
			  --jdk=PATH           JDK that runs the servers
			  --jvm-args=ARGS      flags for every server JVM, separated by spaces
			  --jar=PATH           the application, by default demo-app/target/demo-app.jar
			""";

	int warmupSeconds = 20;

	int load = 50;

	int mostRate = 2000;

	/**
	 * Requests per second, 0 to find them out.
	 */
	int rate;

	int connections = 32;

	int newOneOf = 10;

	String path = "/hello";

	int bakeTime = 5;

	int timeout = 30;

	private ReloadOptions() {
		super(USAGE, ReloadVariant.labels(), ReloadVariant.labels());
		this.seconds = 10;
	}

	static ReloadOptions parse(String... args) {
		ReloadOptions options = new ReloadOptions();
		options.read(args);
		return options;
	}

	@Override
	void set(String name, String value) {
		switch (name) {
			case "--warmup-seconds" -> this.warmupSeconds = number(name, value);
			case "--load" -> this.load = number(name, value);
			case "--most-rate" -> this.mostRate = number(name, value);
			case "--rate" -> this.rate = number(name, value);
			case "--connections" -> this.connections = number(name, value);
			case "--new" -> this.newOneOf = number(name, value);
			case "--path" -> this.path = value;
			case "--bake-time" -> this.bakeTime = number(name, value);
			case "--timeout" -> this.timeout = number(name, value);
			default -> super.set(name, value);
		}
	}

	List<ReloadVariant> variants() {
		return this.systems.stream().map(ReloadVariant::of).toList();
	}

	Map<String, Object> toJson() {
		return Json.object("workers", this.workers, "rounds", this.rounds, "seconds", this.seconds, "warmupSeconds",
				this.warmupSeconds, "load", this.load, "mostRate", this.mostRate, "connections", this.connections,
				"newOneOf", this.newOneOf, "path", this.path, "bakeTime", this.bakeTime, "timeout", this.timeout,
				"jvmArgs", String.join(" ", this.jvmArgs), "jar", this.jar.toString());
	}

}
