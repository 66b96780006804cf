// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Files and directories that are accessible to their owner only.
 */
public final class OwnerOnly {

	/**
	 * The mode of a new file: 0600.
	 */
	public static final FileAttribute<Set<PosixFilePermission>> FILE = PosixFilePermissions
		.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

	/**
	 * The mode of a new directory, or of a file that is to be executed: 0700.
	 */
	public static final FileAttribute<Set<PosixFilePermission>> DIRECTORY = PosixFilePermissions
		.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

	private OwnerOnly() {
	}

	/**
	 * Make a directory, unless it exists, and those above it that are missing: if the
	 * cluster's own was deleted, others must not have access to the new one either.
	 * @param directory the directory
	 * @return the directory
	 * @throws IOException if it cannot be made
	 */
	public static Path createDirectories(Path directory) throws IOException {
		return Files.createDirectories(directory, DIRECTORY);
	}

}
