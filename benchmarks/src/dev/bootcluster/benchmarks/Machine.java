// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the kernel says of this machine and of its processes.
 */
final class Machine {

	private Machine() {
	}

	/**
	 * Facts without which no number means anything.
	 * @param options say which JDK runs the servers
	 * @param tools versions of the programs of others
	 * @return the facts by name
	 */
	static Map<String, Object> facts(ServerOptions options, Map<String, Object> tools)
			throws IOException, InterruptedException {
		Map<String, Object> facts = Json.object("cores", Runtime.getRuntime().availableProcessors(), "cpu",
				field(Path.of("/proc/cpuinfo"), "model name"), "memory", field(Path.of("/proc/meminfo"), "MemTotal"),
				"kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"), "jdk",
				Tools.output(options.java().toString(), "-version").lines().reduce((first, last) -> last).orElse(""));
		facts.putAll(tools);
		facts.put("commit", commit());
		return facts;
	}

	/**
	 * Memory of a process and its descendants, shared pages shared out between them.
	 * @param process the process
	 * @return kilobytes
	 */
	static long proportionalMemory(Process process) {
		return Children.tree(process).mapToLong(Machine::proportionalMemory).sum();
	}

	/**
	 * The JVMs of a system that have no JVM of their own to do the work.
	 * @param process its first process
	 * @return the JVMs
	 */
	static Stream<ProcessHandle> servingJvms(Process process) {
		return Children.tree(process)
			.filter((jvm) -> isJvm(jvm) && jvm.children().noneMatch(Machine::isJvm));
	}

	static boolean isJvm(ProcessHandle process) {
		return process.info().command().filter((command) -> command.endsWith("/java")).isPresent();
	}

	/**
	 * Memory of a process, shared pages shared out between all that have them.
	 * @param process the process
	 * @return kilobytes
	 */
	static long proportionalMemory(ProcessHandle process) {
		try {
			String value = field(Path.of("/proc", Long.toString(process.pid()), "smaps_rollup"), "Pss");
			return value.isEmpty() ? 0 : Long.parseLong(value.split(" ")[0]);
		}
		catch (IOException | UncheckedIOException ex) {
			// It has ended.
			return 0;
		}
	}

	/**
	 * The descriptors that a process has open.
	 * @param process the process
	 * @return their number
	 */
	static long openDescriptors(ProcessHandle process) {
		try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
			return open.count();
		}
		catch (IOException | UncheckedIOException ex) {
			// It has ended.
			return 0;
		}
	}

	/**
	 * Connections that wait for their port to be free again.
	 * @return their number
	 */
	static long timeWait() throws IOException {
		String sockets = field(Path.of("/proc/net/sockstat"), "TCP");
		return Long.parseLong(sockets.replaceAll(".*tw (\\d+).*", "$1"));
	}

	/**
	 * Whether the kernel gives ports in TIME_WAIT to new connections within the machine.
	 * @return {@code true} if it does, after a second
	 */
	static boolean reusesTimeWait() throws IOException {
		Path setting = Path.of("/proc/sys/net/ipv4/tcp_tw_reuse");
		return Files.isReadable(setting) && !"0".equals(Files.readString(setting).strip());
	}

	private static String field(Path file, String name) throws IOException {
		try (Stream<String> lines = Files.lines(file)) {
			return lines.map((line) -> line.split(":", 2))
				.filter((pair) -> pair.length == 2 && pair[0].strip().equals(name))
				.map((pair) -> pair[1].strip())
				.findFirst()
				.orElse("");
		}
	}

	private static String commit() throws InterruptedException {
		String commit = Tools.output("git", "-C", ServerOptions.HOME.toString(), "describe", "--always", "--dirty");
		return commit.startsWith("fatal") ? "" : commit;
	}

}
