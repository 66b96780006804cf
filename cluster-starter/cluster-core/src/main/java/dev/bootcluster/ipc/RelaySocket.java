// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Unix socket on which one worker takes the requests that other processes of the
 * cluster relay to it. Its file is accessible to its owner only and outlives a worker
 * that is killed.
 *
 * @param slot the worker's slot
 * @param pid its process id
 * @param path the socket's file
 */
public record RelaySocket(int slot, long pid, Path path) {

	/**
	 * The directory of all such sockets, within the cluster's directory. Short, because a
	 * socket's path is limited (see {@link Ipc#MAX_DIRECTORY_LENGTH}).
	 */
	public static final String DIRECTORY = "relay";

	private static final Pattern NAME = Pattern.compile("(\\d{1,9})-(\\d{1,18})");

	/**
	 * Name the socket of a worker.
	 * @param directory the cluster's directory
	 * @param slot the worker's slot
	 * @param pid its process id
	 * @return the socket, which need not exist
	 */
	public static RelaySocket of(Path directory, int slot, long pid) {
		return new RelaySocket(slot, pid, directory.resolve(DIRECTORY).resolve("%d-%d".formatted(slot, pid)));
	}

	/**
	 * Find the sockets of all workers, also of those that are not in the cluster's report
	 * because they are about to take a slot over.
	 * @param directory the cluster's directory
	 * @return the sockets, by slot; some may belong to workers that were killed
	 * @throws IOException if the directory cannot be read
	 */
	public static List<RelaySocket> all(Path directory) throws IOException {
		List<RelaySocket> sockets = new ArrayList<>();
		try (DirectoryStream<Path> files = Files.newDirectoryStream(directory.resolve(DIRECTORY))) {
			for (Path file : files) {
				Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
				if (name.matches()) {
					sockets.add(new RelaySocket(Integer.parseInt(name.group(1)), Long.parseLong(name.group(2)), file));
				}
			}
		}
		catch (NoSuchFileException ex) {
			// No worker has opened its socket yet.
			return List.of();
		}
		sockets.sort(Comparator.comparingInt(RelaySocket::slot).thenComparingLong(RelaySocket::pid));
		return sockets;
	}

	/**
	 * Whether the worker is alive. The socket of one that was killed remains, and one
	 * that ends need not answer.
	 * @return {@code true} if there is a process with its id
	 */
	public boolean isAlive() {
		return ProcessHandle.of(this.pid).map(ProcessHandle::isAlive).orElse(false);
	}

}
