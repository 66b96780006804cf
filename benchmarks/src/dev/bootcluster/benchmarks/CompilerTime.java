// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the compilers of some JVMs have worked until a moment. A JVM whose compilers still
 * work is not warm, however many requests it has answered: beside many busy threads they
 * get little of a processor, and take minutes.
 *
 * @param taken the moment, on the clock of {@link System#nanoTime}
 * @param threads nanoseconds on a processor, by thread
 */
record CompilerTime(long taken, Map<Path, Long> threads) {

	/**
	 * Look at the processes below some.
	 * @param processes the processes, JVMs or not
	 * @return what their compilers have worked
	 */
	static CompilerTime of(List<Process> processes) {
		Map<Path, Long> threads = new HashMap<>();
		processes.stream()
			.flatMap(Children::tree)
			.flatMap((process) -> tasks(process.pid()))
			.forEach((task) -> addCompiler(task, threads));
		return new CompilerTime(System.nanoTime(), threads);
	}

	private static Stream<Path> tasks(long pid) {
		Path tasks = Path.of("/proc", Long.toString(pid), "task");
		String[] threads = tasks.toFile().list();
		// None when the process has ended.
		return (threads != null) ? Stream.of(threads).map(tasks::resolve) : Stream.empty();
	}

	private static void addCompiler(Path thread, Map<Path, Long> threads) {
		try {
			if (Files.readString(thread.resolve("comm")).matches("(?s)C[12] Compiler.*")) {
				String time = Files.readString(thread.resolve("schedstat")).split(" ")[0];
				threads.put(thread, Long.parseLong(time));
			}
		}
		catch (IOException ex) {
			// The thread has ended.
		}
	}

	/**
	 * How much the compilers have worked since.
	 * @param earlier the beginning
	 * @return per cent of all processors of the machine
	 */
	double percentSince(CompilerTime earlier) {
		long worked = this.threads.entrySet()
			.stream()
			.mapToLong((thread) -> thread.getValue() - earlier.threads.getOrDefault(thread.getKey(), 0L))
			.sum();
		long available = (this.taken - earlier.taken) * Runtime.getRuntime().availableProcessors();
		return 100.0 * worked / available;
	}

}
