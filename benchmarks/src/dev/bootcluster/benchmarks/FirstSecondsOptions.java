// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.benchmarks;

import java.util.List;
import java.util.Map;

/**
 * What the command line of the comparison of the first seconds asks for.
 */
final class FirstSecondsOptions extends ServerOptions {

	private static final String USAGE = """
			Usage: benchmarks/warmup [option...]
			  --workers=2          workers of the cluster
			  --rounds=3           starts of each system
			  --seconds=30         length of the load after a start, in slices of 5 seconds
			  --balancing=round-robin
			  --settings=LIST      settings for the cluster, such as --cluster.warmup.paths=/hello
			  --systems=LIST       some of plain,first,again,reloaded
			  --jdk=PATH           JDK that runs the servers
			  --jvm-args=ARGS      flags for every server JVM, separated by spaces
			  --jar=PATH           the application, by default demo-app/target/demo-app.jar
			""";

	static final String PLAIN = "plain";

	static final String FIRST = "first";

	static final String AGAIN = "again";

	static final String RELOADED = "reloaded";

	private static final List<String> SYSTEMS = List.of(PLAIN, FIRST, AGAIN, RELOADED);

	static final int SLICE_SECONDS = 5;

	String balancing = "round-robin";

	List<String> settings = List.of();

	private FirstSecondsOptions() {
		super(USAGE, SYSTEMS, SYSTEMS);
		this.rounds = 3;
		this.seconds = 30;
	}

	static FirstSecondsOptions parse(String... args) {
		FirstSecondsOptions options = new FirstSecondsOptions();
		options.read(args);
		return options;
	}

	@Override
	void set(String name, String value) {
		switch (name) {
			case "--balancing" -> this.balancing = value;
			case "--settings" -> this.settings = List.of(value.strip().split("\\s+"));
			default -> super.set(name, value);
		}
	}

	int slices() {
		return Math.max(1, this.seconds / SLICE_SECONDS);
	}

	Map<String, Object> toJson() {
		return Json.object("workers", this.workers, "rounds", this.rounds, "seconds", slices() * SLICE_SECONDS,
				"balancing", this.balancing, "settings", String.join(" ", this.settings), "connections",
				Wrk.CONNECTIONS, "jvmArgs", String.join(" ", this.jvmArgs), "jar", this.jar.toString());
	}

}
