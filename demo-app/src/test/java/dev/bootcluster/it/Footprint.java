// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * What a primary takes of the machine at one moment.
 *
 * @param descriptors its open files, by what they are
 * @param threads its threads, by name
 * @param heap bytes of its objects that are reachable
 * @param files files and directories under its temporary directory
 * @param bytes what they hold
 */
record Footprint(List<String> descriptors, List<String> threads, long heap, List<String> files, long bytes) {

	private static final Path JCMD = Path.of(System.getProperty("java.home"), "bin", "jcmd");

	/**
	 * The JDK's own, one for a child process; those that are idle end after a minute.
	 */
	private static final String REAPER = "process reaper";

	/**
	 * Look at a primary that nobody uses at this moment.
	 * @param pid the primary
	 * @param temporary the temporary directory of the whole cluster
	 * @return its footprint
	 */
	static Footprint of(long pid, Path temporary) throws IOException, InterruptedException {
		// First, because it leaves a thread and a socket in the primary.
		long heap = liveHeap(pid);
		Path process = Path.of("/proc", Long.toString(pid));
		List<Path> files = walk(temporary);
		return new Footprint(list(process.resolve("fd"), Footprint::descriptor),
				list(process.resolve("task"), Footprint::thread), heap,
				files.stream().map((file) -> temporary.relativize(file).toString()).toList(),
				files.stream().mapToLong((file) -> file.toFile().isFile() ? file.toFile().length() : 0).sum());
	}

	/**
	 * A histogram of what is live begins with a full collection; the one before lets go
	 * of what waits for a cleaner.
	 */
	private static long liveHeap(long pid) throws IOException, InterruptedException {
		jcmd(pid, "GC.run");
		return jcmd(pid, "GC.class_histogram").lines()
			.filter((line) -> line.startsWith("Total"))
			.mapToLong((line) -> Long.parseLong(line.replaceAll(".* ", "")))
			.findFirst()
			.orElseThrow();
	}

	/**
	 * What a JVM answers to a diagnostic command.
	 */
	static String jcmd(long pid, String command) throws IOException, InterruptedException {
		Process process = new ProcessBuilder(JCMD.toString(), Long.toString(pid), command).redirectErrorStream(true)
			.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		if (process.waitFor() != 0) {
			throw new IOException("jcmd %s: %s".formatted(command, output));
		}
		return output;
	}

	private static List<String> list(Path directory, Function<Path, @Nullable String> name) throws IOException {
		try (Stream<Path> entries = Files.list(directory)) {
			return entries.map(name).filter(Objects::nonNull).map(Objects::requireNonNull).sorted().toList();
		}
	}

	/**
	 * Without the numbers, which differ each time.
	 */
	private static @Nullable String descriptor(Path link) {
		try {
			return Files.readSymbolicLink(link).toString().replaceAll(":\\[\\d+]", "");
		}
		catch (IOException ex) {
			return null;
		}
	}

	private static @Nullable String thread(Path task) {
		try {
			String name = Files.readString(task.resolve("comm")).strip();
			return name.startsWith(REAPER) ? null : name;
		}
		catch (IOException ex) {
			return null;
		}
	}

	private static List<Path> walk(Path directory) throws IOException {
		try (Stream<Path> files = Files.walk(directory)) {
			return files.sorted(Comparator.naturalOrder()).toList();
		}
		catch (UncheckedIOException ex) {
			// Something that is no longer needed went at this moment.
			if (ex.getCause() instanceof NoSuchFileException) {
				return walk(directory);
			}
			throw ex;
		}
	}

	/**
	 * How many generations are kept.
	 */
	long generations() {
		return this.files.stream().filter((file) -> file.matches("boot-cluster-\\d+/cluster-generations/\\d+")).count();
	}

	/**
	 * The files that another footprint does not have.
	 */
	List<String> filesWithout(Footprint other) {
		return this.files.stream().filter((file) -> !other.files.contains(file)).toList();
	}

	@Override
	public String toString() {
		return "%d descriptors, %d threads, %,d bytes of live heap, %d generations in %d files of %,d bytes".formatted(
				this.descriptors.size(), this.threads.size(), this.heap, generations(), this.files.size(), this.bytes);
	}

}
