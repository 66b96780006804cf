// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The surroundings of a comparison: a directory for the time of the run, messages for
 * people, a file for the results.
 */
final class Workbench {

	private static final Path RESULTS = ServerOptions.HOME.resolve("results");

	private Workbench() {
	}

	/**
	 * Do the work and tidy up; the directory stays if the work fails.
	 * @param <O> the kind of options
	 * @param options read the command line
	 * @param work the work
	 */
	static <O> void run(Supplier<O> options, Work<O> work) throws IOException, InterruptedException {
		Locale.setDefault(Locale.ROOT);
		try {
			O parsed = options.get();
			Path directory = Files.createTempDirectory("boot-cluster-benchmark");
			System.err.println("Logs of the servers are in " + directory);
			work.run(parsed, new Children(directory));
			delete(directory);
		}
		catch (UserException ex) {
			System.err.println(ex.getMessage());
			System.exit(1);
		}
	}

	/**
	 * Write the results.
	 * @param prefix the beginning of the file's name
	 * @param json what to write
	 */
	static void save(String prefix, String json) throws IOException {
		Files.createDirectories(RESULTS);
		String date = LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmmss"));
		Path file = Files.writeString(RESULTS.resolve(prefix + date + ".json"), json);
		System.out.printf("%nEverything is in %s%n", file);
	}

	private static void delete(Path directory) throws IOException {
		try (Stream<Path> files = Files.walk(directory)) {
			for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
				Files.delete(file);
			}
		}
	}

	/**
	 * What a comparison does with its processes.
	 *
	 * @param <O> the kind of options
	 */
	@FunctionalInterface
	interface Work<O> {

		void run(O options, Children children) throws IOException, InterruptedException;

	}

}
