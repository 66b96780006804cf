// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Access rights of the cluster's socket files.
 */
public final class SocketFiles {

	private SocketFiles() {
	}

	/**
	 * Restrict a socket to its owner (0600).
	 * @param socket the socket file
	 * @throws IOException if its mode cannot be set
	 */
	public static void restrict(Path socket) throws IOException {
		Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
	}

}
