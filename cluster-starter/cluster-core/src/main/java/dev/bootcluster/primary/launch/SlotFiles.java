// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Names of files of which every worker needs its own. What is not a file on a disk, such
 * as a terminal or a pipe, can be written by all and keeps its name.
 */
public final class SlotFiles {

	/**
	 * {@code /dev/shm} is a disk in memory.
	 */
	private static final Pattern DEVICE = Pattern.compile("/(proc|dev(?!/shm/))/.*");

	private static final int MOST_LINKS = 16;

	private SlotFiles() {
	}

	/**
	 * Return the name of a slot's own file: {@code gc.log} becomes
	 * {@code gc-worker-2.log}.
	 * @param file the name for one process
	 * @param slot the slot
	 * @return the name for that slot, the same if it is not a file on a disk
	 */
	public static String nameFor(String file, int slot) {
		if (isSpecial(file)) {
			return file;
		}
		int slash = file.lastIndexOf('/');
		int dot = file.lastIndexOf('.');
		int end = (dot > slash + 1) ? dot : file.length();
		return file.substring(0, end) + "-worker-" + slot + file.substring(end);
	}

	/**
	 * Return whether a name is that of a device, a pipe or a descriptor, or of a link to
	 * one.
	 * @param file the name
	 * @return {@code true} if it is not a file on a disk
	 */
	public static boolean isSpecial(String file) {
		try {
			Path path = Path.of(file).toAbsolutePath().normalize();
			for (int i = 0; i < MOST_LINKS; i++) {
				if (DEVICE.matcher(path.toString()).matches()) {
					// The descriptor behind it may be that of a file.
					return true;
				}
				if (!Files.isSymbolicLink(path)) {
					break;
				}
				path = path.resolveSibling(Files.readSymbolicLink(path)).normalize();
			}
			return Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path);
		}
		catch (IOException | InvalidPathException ex) {
			return false;
		}
	}

}
