// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.process;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * TCP ports on which somebody listens, as the kernel knows them. An agent that was told
 * one of them has bound it, whatever the agent and its syntax.
 *
 * @param numbers the ports
 */
public record ListeningPorts(Set<Integer> numbers) {

	/**
	 * No ports.
	 */
	public static final ListeningPorts NONE = new ListeningPorts(Set.of());

	private static final List<Path> TABLES = List.of(Path.of("/proc/self/net/tcp"), Path.of("/proc/self/net/tcp6"));

	private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

	private static final String LISTEN = "0A";

	private static final Pattern SOCKET = Pattern.compile("socket:\\[(\\d+)]");

	private static final Pattern NUMBER = Pattern.compile("(?<![\\d.])\\d{2,5}(?![\\d.])");

	/**
	 * Find the ports on which this process listens.
	 * @return the ports, none if the operating system does not tell
	 */
	public static ListeningPorts own() {
		Set<String> sockets = sockets();
		return find(sockets::contains);
	}

	/**
	 * Find the ports on which any process listens.
	 * @return the ports, none if the operating system does not tell
	 */
	public static ListeningPorts all() {
		return find((socket) -> true);
	}

	private static ListeningPorts find(Predicate<String> socket) {
		Set<Integer> ports = new HashSet<>();
		for (Path table : TABLES) {
			try {
				Files.readAllLines(table).forEach((line) -> add(line, socket, ports));
			}
			catch (IOException ex) {
				// Another operating system, or one without this protocol.
			}
		}
		return new ListeningPorts(ports);
	}

	/**
	 * Columns: number, local address and port, remote ones, state, queues, timer,
	 * retransmissions, user, timeout, inode.
	 */
	static void add(String line, Predicate<String> socket, Set<Integer> ports) {
		String[] columns = line.strip().split("\\s+");
		if (columns.length > 9 && LISTEN.equals(columns[3]) && socket.test(columns[9])) {
			ports.add(Integer.parseInt(columns[1].substring(columns[1].lastIndexOf(':') + 1), 16));
		}
	}

	private static Set<String> sockets() {
		Set<String> sockets = new HashSet<>();
		try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(DESCRIPTORS)) {
			for (Path descriptor : descriptors) {
				Matcher socket = SOCKET.matcher(target(descriptor));
				if (socket.matches()) {
					sockets.add(socket.group(1));
				}
			}
		}
		catch (IOException ex) {
			// Another operating system.
		}
		return sockets;
	}

	private static String target(Path descriptor) {
		try {
			return Files.readSymbolicLink(descriptor).toString();
		}
		catch (IOException ex) {
			// Closed meanwhile.
			return "";
		}
	}

	/**
	 * Return whether one of the ports is written in an option's value.
	 * @param option the option
	 * @return whether it names one of these ports
	 */
	public boolean areNamedIn(String option) {
		int value = option.indexOf('=') + 1;
		return value > 0 && NUMBER.matcher(option.substring(value))
			.results()
			.anyMatch((number) -> this.numbers.contains(Integer.valueOf(number.group())));
	}

}
