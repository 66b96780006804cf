// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Directories that are accessible to their owner only.
 */
public final class OwnerOnly {

	private OwnerOnly() {
	}

	/**
	 * Make a directory within the cluster's, unless it exists. If the cluster's was
	 * deleted it is made, too, and others must not have access to it either.
	 * @param directory the directory
	 * @return the directory
	 * @throws IOException if it cannot be made
	 */
	public static Path createDirectories(Path directory) throws IOException {
		return Files.createDirectories(directory,
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
	}

}
