// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.benchmarks;

import java.util.List;
import java.util.Map;

/**
 * What the command line of the comparison of sessions asks for.
 */
final class SessionOptions extends ServerOptions {

	private static final String USAGE = """
			Usage: benchmarks/sessions [option...]
			  --workers=2          workers of each cluster
			  --rounds=5           measured rounds
			  --warmup-rounds=4    rounds before; more follow until every JVM is warm
			  --seconds=5          length of each load
			  --sessions=64        sessions that the requests belong to
			  --systems=LIST       some of boot,cluster
			  --jdk=PATH           JDK that runs the servers
			  --jvm-args=ARGS      flags for every server JVM, separated by spaces
			  --jar=PATH           the application, by default demo-app/target/demo-app.jar
			""";

	static final String BOOT = "boot";

	private static final List<String> SYSTEMS = List.of(BOOT, "cluster");

	int warmupRounds = 4;

	int sessions = 64;

	private SessionOptions() {
		super(USAGE, SYSTEMS, SYSTEMS);
	}

	static SessionOptions parse(String... args) {
		SessionOptions options = new SessionOptions();
		options.read(args);
		return options;
	}

	@Override
	void set(String name, String value) {
		switch (name) {
			case "--warmup-rounds" -> this.warmupRounds = number(name, value);
			case "--sessions" -> this.sessions = number(name, value);
			default -> super.set(name, value);
		}
	}

	Map<String, Object> toJson() {
		return Json.object("workers", this.workers, "rounds", this.rounds, "warmupRounds", this.warmupRounds, "seconds",
				this.seconds, "sessions", this.sessions, "connections", Wrk.CONNECTIONS, "jvmArgs",
				String.join(" ", this.jvmArgs), "jar", this.jar.toString());
	}

}
