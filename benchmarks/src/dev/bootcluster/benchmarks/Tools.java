// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The programs of others that the comparisons need.
 */
final class Tools {

	private Tools() {
	}

	static String wrk() {
		return find("wrk").orElseThrow();
	}

	static String nginx() {
		return find("nginx").orElseThrow();
	}

	static String node() {
		return find("node").orElseThrow();
	}

	/**
	 * Look for what is needed, and install it from Debian's packages if we may.
	 * @param tools Debian's packages by program
	 */
	static void require(Map<String, String> tools) throws IOException, InterruptedException {
		List<String> packages = tools.entrySet()
			.stream()
			.filter((tool) -> find(tool.getKey()).isEmpty())
			.map(Map.Entry::getValue)
			.toList();
		if (packages.isEmpty()) {
			return;
		}
		if (!"root".equals(System.getProperty("user.name")) || find("apt-get").isEmpty()) {
			throw new UserException("Missing: %s. On Debian: sudo apt-get install -y --no-install-recommends %s"
				.formatted(packages, String.join(" ", packages)));
		}
		List<String> command = new ArrayList<>(
				List.of("apt-get", "-o", "DPkg::Lock::Timeout=60", "install", "-y", "--no-install-recommends"));
		command.addAll(packages);
		System.err.println(String.join(" ", command));
		ProcessBuilder install = new ProcessBuilder(command).inheritIO();
		// Packages of servers start them; a comparison wants no second nginx.
		install.environment().put("RUNLEVEL", "1");
		install.environment().put("DEBIAN_FRONTEND", "noninteractive");
		if (install.start().waitFor() != 0) {
			throw new UserException("Could not install %s; try 'apt-get update' first".formatted(packages));
		}
	}

	private static Optional<String> find(String program) {
		String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/usr/local/sbin";
		return Stream.of(path.split(":"))
			.filter((directory) -> !directory.isEmpty())
			.map((directory) -> Path.of(directory, program))
			.filter(Files::isExecutable)
			.map(Path::toString)
			.findFirst();
	}

	/**
	 * Run a command and read what it says.
	 * @param command the command
	 * @return standard output and error, empty if it cannot be run
	 */
	static String output(String... command) throws InterruptedException {
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
			String output = new String(process.getInputStream().readAllBytes());
			process.waitFor();
			return output.strip();
		}
		catch (IOException ex) {
			return "";
		}
	}

	static String firstLine(String... command) throws InterruptedException {
		return output(command).lines().findFirst().orElse("");
	}

}
