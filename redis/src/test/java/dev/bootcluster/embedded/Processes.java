// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The processes that belong to a directory, and signals for them.
 */
final class Processes {

	private Processes() {
	}

	static List<ProcessHandle> of(Path directory) {
		return ProcessHandle.allProcesses()
			.filter((process) -> link(process, "cwd").startsWith(directory)
					|| link(process, "exe").startsWith(directory)
					|| commandLine(process).contains(directory.resolve("redis").toString()))
			.filter((process) -> !isZombie(process))
			.toList();
	}

	/**
	 * The server that runs in a directory: it names itself and its address, whatever its
	 * executable is called.
	 */
	static ProcessHandle server(Path directory) {
		List<ProcessHandle> found = of(directory).stream()
			.filter((process) -> commandLine(process).contains("redis-server 127.0.0.1:"))
			.toList();
		if (found.size() != 1) {
			throw new IllegalStateException(found + " instead of one redis-server");
		}
		return found.get(0);
	}

	static ProcessHandle watcher(Path directory) {
		return server(directory).parent().orElseThrow();
	}

	static String commandLine(ProcessHandle process) {
		return read(process, "cmdline").replace('\0', ' ');
	}

	/**
	 * Fields of {@code /proc/<pid>/stat} after the name.
	 * @param process the process
	 * @return state, parent, group, session and so on
	 */
	static String[] stat(ProcessHandle process) {
		String stat = read(process, "stat");
		return stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
	}

	private static boolean isZombie(ProcessHandle process) {
		return stat(process)[0].equals("Z");
	}

	static void signal(String name, ProcessHandle process) throws Exception {
		new ProcessBuilder("/bin/sh", "-c", "kill -" + name + " " + process.pid()).start().waitFor();
	}

	private static Path link(ProcessHandle process, String name) {
		try {
			return Files.readSymbolicLink(Path.of("/proc", String.valueOf(process.pid()), name));
		}
		catch (IOException | RuntimeException ex) {
			return Path.of("gone");
		}
	}

	private static String read(ProcessHandle process, String name) {
		try {
			return new String(Files.readAllBytes(Path.of("/proc", String.valueOf(process.pid()), name)),
					StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			return "";
		}
	}

}
