// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.benchmarks;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the command line of the comparison of speed asks for.
 */
final class Options extends ServerOptions {

	static final String USAGE = """
			Usage: benchmarks/run [option...]
			  --workers=2          workers of the cluster, and JVMs behind nginx
			  --rounds=5           measured rounds
			  --warmup-rounds=6    rounds before; more follow until each JVM had 100,000 requests
			  --seconds=5          length of each load
			  --only=LIST          some of keepalive,new,start,memory
			  --systems=LIST       some of plain,round-robin,shared,nginx, or other policies
			  --jdk=PATH           JDK that runs the servers
			  --jvm-args=ARGS      flags for every server JVM, separated by spaces
			  --jar=PATH           the application, by default demo-app/target/demo-app.jar
			""";

	static final List<String> SYSTEMS = List.of("plain", "round-robin", "shared", "nginx");

	/**
	 * Balancing policies that are compared on request only.
	 */
	private static final List<String> POLICIES = List.of("least-connections", "power-of-two", "fastest", "weighted",
			"random", "client-hash", "sticky");

	int warmupRounds = 6;

	Set<Part> only = EnumSet.allOf(Part.class);

	private Options() {
		super(USAGE, Stream.concat(SYSTEMS.stream(), POLICIES.stream()).toList(), SYSTEMS);
	}

	static Options parse(String... args) {
		Options options = new Options();
		options.read(args);
		return options;
	}

	@Override
	void set(String name, String value) {
		switch (name) {
			case "--warmup-rounds" -> this.warmupRounds = number(name, value);
			case "--only" -> this.only = parts(value);
			default -> super.set(name, value);
		}
	}

	/**
	 * The programs of others that are needed.
	 * @return Debian's packages by program
	 */
	Map<String, String> tools() {
		return this.systems.contains("nginx") ? Map.of("wrk", "wrk", "nginx", "nginx-light") : Map.of("wrk", "wrk");
	}

	private static Set<Part> parts(String value) {
		Set<Part> parts = EnumSet.noneOf(Part.class);
		for (String part : value.split(",")) {
			try {
				parts.add(Part.valueOf(part.toUpperCase(Locale.ROOT)));
			}
			catch (IllegalArgumentException ex) {
				throw new UserException("There is no part '%s'%n%n%s".formatted(part, USAGE));
			}
		}
		return parts;
	}

}
