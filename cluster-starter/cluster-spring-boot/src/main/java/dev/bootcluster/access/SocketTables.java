// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.access;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The sockets of this network namespace.
 *
 * @param net the directory {@code /proc/net}
 */
record SocketTables(Path net) {

	/**
	 * The TCP sockets.
	 * @param wanted which to return: there may be very many
	 * @throws IOException if the tables cannot be read
	 */
	List<TcpSocket> tcp(Predicate<TcpSocket> wanted) throws IOException {
		List<TcpSocket> found = new ArrayList<>();
		Consumer<String> row = (line) -> {
			TcpSocket socket = TcpSocket.parse(line);
			if (wanted.test(socket)) {
				found.add(socket);
			}
		};
		read("tcp", row);
		try {
			read("tcp6", row);
		}
		catch (NoSuchFileException ex) {
			// A kernel without IPv6.
		}
		return found;
	}

	/**
	 * Sockets through which nobody can come in: Unix sockets without a name, which are
	 * pairs or client ends (unix(7): an accepted one has its listener's name), and those
	 * to ask the kernel.
	 * @return their inodes
	 * @throws IOException if the tables cannot be read
	 */
	Set<Long> harmless() throws IOException {
		Set<Long> inodes = new HashSet<>();
		read("unix", (line) -> {
			String[] columns = line.strip().split("\\s+");
			if (columns.length == 7) {
				inodes.add(Long.valueOf(columns[6]));
			}
		});
		read("netlink", (line) -> {
			String[] columns = line.strip().split("\\s+");
			inodes.add(Long.valueOf(columns[columns.length - 1]));
		});
		return inodes;
	}

	private void read(String table, Consumer<String> row) throws IOException {
		try (BufferedReader reader = Files.newBufferedReader(this.net.resolve(table), StandardCharsets.ISO_8859_1)) {
			reader.readLine();
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				row.accept(line);
			}
		}
		catch (RuntimeException ex) {
			throw new IOException("%s is not as expected: %s".formatted(table, ex), ex);
		}
	}

}
