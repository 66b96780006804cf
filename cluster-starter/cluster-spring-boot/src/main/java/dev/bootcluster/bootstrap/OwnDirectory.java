// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

import dev.bootcluster.ipc.OwnerOnly;

/**
 * What makes a directory this user's alone.
 */
final class OwnDirectory {

	static final Set<PosixFilePermission> MODE = OwnerOnly.DIRECTORY.value();

	private OwnDirectory() {
	}

	/**
	 * Check the owner of a directory, which root may write to whoever owns it.
	 * @throws IOException if it belongs to another user
	 */
	static void checkOwner(Path directory) throws IOException {
		// A new file belongs to the user who runs this JVM.
		Path probe = Files.createTempFile(directory, "probe-", null);
		try {
			if (!Files.getOwner(probe).equals(Files.getOwner(directory))) {
				throw new IOException("it belongs to " + Files.getOwner(directory).getName());
			}
		}
		finally {
			Files.delete(probe);
		}
	}

}
