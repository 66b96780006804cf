// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * What every comparison's command line says about servers and rounds.
 */
abstract class ServerOptions {

	/**
	 * The directory of the comparisons in the repository.
	 */
	static final Path HOME = Path.of(System.getProperty("benchmarks.home", "benchmarks"));

	int workers = 2;

	int rounds = 5;

	int seconds = 5;

	List<String> systems;

	Path jdk = Path.of(System.getProperty("java.home"));

	List<String> jvmArgs = List.of();

	Path jar = HOME.resolveSibling("demo-app").resolve("target").resolve("demo-app.jar");

	private final List<String> knownSystems;

	private final String usage;

	/**
	 * Create options with default values.
	 * @param usage explains all options
	 * @param knownSystems the systems that can be compared
	 * @param systems those that are by default
	 */
	ServerOptions(String usage, List<String> knownSystems, List<String> systems) {
		this.usage = usage;
		this.knownSystems = knownSystems;
		this.systems = systems;
	}

	/**
	 * Read the command line.
	 * @param args the arguments
	 * @throws UserException if one makes no sense
	 */
	final void read(String... args) {
		for (String arg : args) {
			String[] pair = arg.split("=", 2);
			if (pair.length != 2 || pair[1].isBlank()) {
				throw new UserException("Cannot understand '%s'%n%n%s".formatted(arg, this.usage));
			}
			set(pair[0], pair[1]);
		}
		if (!Files.isExecutable(java())) {
			throw new UserException("No java in " + this.jdk);
		}
		if (!Files.isReadable(this.jar)) {
			throw new UserException("No %s: run 'mvn package' first".formatted(this.jar));
		}
	}

	void set(String name, String value) {
		switch (name) {
			case "--workers" -> this.workers = number(name, value);
			case "--rounds" -> this.rounds = number(name, value);
			case "--seconds" -> this.seconds = number(name, value);
			case "--systems" -> this.systems = systems(value);
			case "--jdk" -> this.jdk = Path.of(value);
			case "--jvm-args" -> this.jvmArgs = List.of(value.strip().split("\\s+"));
			case "--jar" -> this.jar = Path.of(value);
			default -> throw new UserException("There is no option '%s'%n%n%s".formatted(name, this.usage));
		}
	}

	static int number(String name, String value) {
		if (!value.matches("[1-9]\\d{0,4}")) {
			throw new UserException("%s wants a number above 0, not '%s'".formatted(name, value));
		}
		return Integer.parseInt(value);
	}

	private List<String> systems(String value) {
		List<String> wanted = Arrays.asList(value.split(","));
		if (!this.knownSystems.containsAll(wanted)) {
			throw new UserException("The systems are %s, not %s".formatted(this.knownSystems, wanted));
		}
		return this.knownSystems.stream().filter(wanted::contains).toList();
	}

	Path java() {
		return this.jdk.resolve("bin").resolve("java");
	}

}
