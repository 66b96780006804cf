// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.bootcluster.testing.Worker;

/**
 * The connections of a port that a process holds, as the kernel sees them.
 */
final class TakenConnections {

	/**
	 * The kernel's table is read in pieces and misses rows while others come and go.
	 */
	private static final int READS = 3;

	private static final Pattern SOCKET = Pattern.compile("socket:\\[(\\d+)]");

	private TakenConnections() {
	}

	/**
	 * Count them. Descriptors that are on their way to the process do not count.
	 * @param pid the process
	 * @param port the local port
	 * @return how many
	 * @throws IOException if there is no such process
	 */
	static long count(long pid, int port) throws IOException {
		Set<String> sockets = connections(port);
		try (Stream<Path> descriptors = Files.list(Path.of("/proc/%d/fd".formatted(pid)))) {
			return descriptors.map(TakenConnections::target)
				.map(SOCKET::matcher)
				.filter(Matcher::matches)
				.filter((socket) -> sockets.contains(socket.group(1)))
				.count();
		}
	}

	/**
	 * Look whether each worker has a number of them.
	 */
	static boolean each(List<Worker> workers, int port, long count) throws IOException {
		for (Worker worker : workers) {
			if (count(worker.pid(), port) != count) {
				return false;
			}
		}
		return true;
	}

	/**
	 * The inodes of the port's connections (proc(5)).
	 */
	private static Set<String> connections(int port) throws IOException {
		String local = ":%04X".formatted(port);
		Set<String> inodes = new HashSet<>();
		for (int read = 0; read < READS; read++) {
			for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
				for (String line : Files.readAllLines(Path.of(table))) {
					String[] columns = line.strip().split("\\s+");
					if (columns[1].endsWith(local)) {
						inodes.add(columns[9]);
					}
				}
			}
		}
		return inodes;
	}

	private static String target(Path descriptor) {
		try {
			return Files.readSymbolicLink(descriptor).toString();
		}
		catch (IOException ex) {
			// Closed since it was listed.
			return "";
		}
	}

}
