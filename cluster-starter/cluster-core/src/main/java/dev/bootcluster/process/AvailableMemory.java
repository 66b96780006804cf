// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much memory further processes can use without swapping: what the kernel estimates
 * for the machine (proc_meminfo(5)), and no more than the limits of this process' control
 * groups leave (cgroup-v2.rst of the kernel).
 */
public final class AvailableMemory {

	private static final Pattern AVAILABLE = Pattern.compile("(?m)^MemAvailable:\\s+(\\d+) kB$");

	/**
	 * Files that were read and can be read again.
	 */
	private static final Pattern RECLAIMABLE = Pattern.compile("(?m)^inactive_file (\\d+)$");

	private AvailableMemory() {
	}

	/**
	 * Return the available memory.
	 * @return the bytes, {@link Long#MAX_VALUE} if unknown
	 */
	public static long bytes() {
		return bytes(Path.of("/"));
	}

	static long bytes(Path root) {
		long kilobytes = number(root.resolve("proc/meminfo"), AVAILABLE);
		long bytes = (kilobytes >= 0) ? kilobytes * 1024 : Long.MAX_VALUE;
		String group = ControlGroup.find(root, ControlGroup.VERSION_2);
		return (group != null) ? Math.min(bytes, left(root.resolve("sys/fs/cgroup"), group)) : bytes;
	}

	/**
	 * In a container that sees only its own part of the tree, that part may be mounted at
	 * the top.
	 */
	private static long left(Path top, String group) {
		long left = Long.MAX_VALUE;
		try {
			Path named = top.resolve(group).normalize();
			Path directory = (named.startsWith(top) && Files.isDirectory(named)) ? named : top;
			while (directory != null && directory.startsWith(top)) {
				left = Math.min(left, left(directory));
				directory = directory.getParent();
			}
		}
		catch (InvalidPathException ex) {
			// It has no limit that could be read.
		}
		return left;
	}

	private static long left(Path group) {
		Pattern number = Pattern.compile("(\\d+)\\s*");
		long max = number(group.resolve("memory.max"), number);
		long current = number(group.resolve("memory.current"), number);
		if (max < 0 || current < 0) {
			return Long.MAX_VALUE;
		}
		return Math.max(0, max - current + Math.max(0, number(group.resolve("memory.stat"), RECLAIMABLE)));
	}

	private static long number(Path file, Pattern pattern) {
		try {
			Matcher matcher = pattern.matcher(Files.readString(file));
			return matcher.find() ? Long.parseLong(matcher.group(1)) : -1;
		}
		catch (IOException | NumberFormatException ex) {
			return -1;
		}
	}

}
