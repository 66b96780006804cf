/*
 * Copyright 2026 the Boot Cluster authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

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
