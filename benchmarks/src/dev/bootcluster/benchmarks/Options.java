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

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What the command line asks for.
 */
final class Options {

	static final String USAGE = """
			Usage: benchmarks/run [option...]
			  --workers=2          workers of the cluster, and JVMs behind nginx
			  --rounds=5           measured rounds
			  --warmup-rounds=6    rounds before; more follow until each JVM had 100,000 requests
			  --seconds=5          length of each load
			  --only=LIST          some of keepalive,new,start,memory
			  --systems=LIST       some of plain,round-robin,shared,nginx
			  --jdk=PATH           JDK that runs the servers
			  --jvm-args=ARGS      flags for every server JVM, separated by spaces
			  --jar=PATH           the application, by default demo-app/target/demo-app.jar
			""";

	/**
	 * The directory of this comparison in the repository.
	 */
	static final Path HOME = Path.of(System.getProperty("benchmarks.home", "benchmarks"));

	static final List<String> SYSTEMS = List.of("plain", "round-robin", "shared", "nginx");

	int workers = 2;

	int rounds = 5;

	int warmupRounds = 6;

	int seconds = 5;

	Set<Part> only = EnumSet.allOf(Part.class);

	List<String> systems = SYSTEMS;

	Path jdk = Path.of(System.getProperty("java.home"));

	List<String> jvmArgs = List.of();

	Path jar = HOME.resolveSibling("demo-app").resolve("target").resolve("demo-app.jar");

	private Options() {
	}

	/**
	 * Read the command line.
	 * @param args the arguments
	 * @return the options
	 * @throws UserException if one makes no sense
	 */
	static Options parse(String... args) {
		Options options = new Options();
		for (String arg : args) {
			String[] pair = arg.split("=", 2);
			if (pair.length != 2 || pair[1].isBlank()) {
				throw new UserException("Cannot understand '%s'%n%n%s".formatted(arg, USAGE));
			}
			options.set(pair[0], pair[1]);
		}
		if (!Files.isExecutable(options.java())) {
			throw new UserException("No java in " + options.jdk);
		}
		if (!Files.isReadable(options.jar)) {
			throw new UserException("No %s: run 'mvn package' first".formatted(options.jar));
		}
		return options;
	}

	private void set(String name, String value) {
		switch (name) {
			case "--workers" -> this.workers = number(name, value);
			case "--rounds" -> this.rounds = number(name, value);
			case "--warmup-rounds" -> this.warmupRounds = number(name, value);
			case "--seconds" -> this.seconds = number(name, value);
			case "--only" -> this.only = parts(value);
			case "--systems" -> this.systems = systems(value);
			case "--jdk" -> this.jdk = Path.of(value);
			case "--jvm-args" -> this.jvmArgs = List.of(value.strip().split("\\s+"));
			case "--jar" -> this.jar = Path.of(value);
			default -> throw new UserException("There is no option '%s'%n%n%s".formatted(name, USAGE));
		}
	}

	private static int number(String name, String value) {
		if (!value.matches("[1-9]\\d{0,4}")) {
			throw new UserException("%s wants a number above 0, not '%s'".formatted(name, value));
		}
		return Integer.parseInt(value);
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

	private static List<String> systems(String value) {
		List<String> wanted = Arrays.asList(value.split(","));
		if (!SYSTEMS.containsAll(wanted)) {
			throw new UserException("The systems are %s, not %s".formatted(SYSTEMS, wanted));
		}
		return SYSTEMS.stream().filter(wanted::contains).toList();
	}

	Path java() {
		return this.jdk.resolve("bin").resolve("java");
	}

}
