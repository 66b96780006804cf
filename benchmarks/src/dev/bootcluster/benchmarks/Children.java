// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * All processes of this run. None of them outlives it.
 */
final class Children {

	private static final int STOP_SECONDS = 30;

	private final Set<Process> running = ConcurrentHashMap.newKeySet();

	private final Path directory;

	private volatile boolean closed;

	/**
	 * Create an empty set of processes.
	 * @param directory where their output goes
	 */
	Children(Path directory) {
		this.directory = directory;
		Runtime.getRuntime().addShutdownHook(new Thread(this::killAll, "kill children"));
	}

	Path directory() {
		return this.directory;
	}

	/**
	 * Create an empty directory for the time of the run.
	 * @param name the beginning of its name
	 * @return the directory
	 */
	Path newDirectory(String name) throws IOException {
		return Files.createTempDirectory(this.directory, name);
	}

	/**
	 * Start a process.
	 * @param name names the file for its output
	 * @param command the command
	 * @return the process
	 */
	Process start(String name, List<String> command) throws IOException {
		Process process = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(output(name).toFile())
			.start();
		this.running.add(process);
		if (this.closed) {
			kill(process);
		}
		return process;
	}

	Path output(String name) {
		return this.directory.resolve(name + ".log");
	}

	/**
	 * The end of what a process has written.
	 * @param name its name
	 * @return the last lines
	 */
	String tail(String name) throws IOException {
		List<String> lines = Files.readAllLines(output(name));
		return String.join(System.lineSeparator(), lines.subList(Math.max(0, lines.size() - 40), lines.size()));
	}

	/**
	 * Ask a process to end, and kill what is left of its tree later.
	 * @param process the process
	 */
	void stop(Process process) throws InterruptedException {
		List<ProcessHandle> tree = tree(process).toList();
		process.destroy();
		process.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
		tree.forEach(ProcessHandle::destroyForcibly);
		process.waitFor();
		this.running.remove(process);
	}

	static Stream<ProcessHandle> tree(Process process) {
		return Stream.concat(Stream.of(process.toHandle()), process.descendants());
	}

	private void killAll() {
		this.closed = true;
		this.running.forEach(Children::kill);
	}

	private static void kill(Process process) {
		List<ProcessHandle> tree = tree(process).toList();
		tree.forEach(ProcessHandle::destroyForcibly);
	}

}
