// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

import dev.bootcluster.process.ControlGroup;
import org.jspecify.annotations.Nullable;

/**
 * Whether the kernel kills all processes of this container or service when it runs out of
 * memory, not just one: {@code memory.oom.group} of its control group or of one above,
 * which only version 2 of control groups has (cgroup-v2.rst of the kernel).
 */
final class OutOfMemoryGroup {

	private static final String FILE = "memory.oom.group";

	/**
	 * Where version 2 is mounted, alone or beside version 1.
	 */
	private static final List<String> MOUNTS = List.of("sys/fs/cgroup", "sys/fs/cgroup/unified");

	private OutOfMemoryGroup() {
	}

	/**
	 * Return what a user should know about it.
	 * @param root the root of the file system
	 * @return a warning, {@code null} if there is nothing to say
	 */
	static @Nullable String warning(Path root) {
		Path file = find(root);
		return (file == null) ? null
				: ("When memory runs out, the kernel kills the primary and all workers at once, because %s is 1. "
						+ "In Kubernetes, set singleProcessOOMKill: true in the kubelet's configuration; with systemd, "
						+ "OOMPolicy=continue. Until then set cluster.worker.max-memory, "
						+ "so that a growing worker is replaced before")
					.formatted(file);
	}

	/**
	 * Find the file that says so: the kernel looks from the group of the process that it
	 * chose up to the one that has reached its limit.
	 */
	private static @Nullable Path find(Path root) {
		String group = ControlGroup.find(root, ControlGroup.VERSION_2);
		if (group == null) {
			return null;
		}
		for (String mount : MOUNTS) {
			Path top = root.resolve(mount);
			for (Path directory = directory(top, group); directory
				.startsWith(top); directory = Objects.requireNonNull(directory.getParent())) {
				if (isOne(directory.resolve(FILE))) {
					return directory.resolve(FILE);
				}
			}
		}
		return null;
	}

	/**
	 * In a container that sees only its own part of the tree, that part may be mounted at
	 * the top.
	 */
	private static Path directory(Path top, String group) {
		try {
			Path directory = top.resolve(group).normalize();
			return (directory.startsWith(top) && Files.isDirectory(directory)) ? directory : top;
		}
		catch (InvalidPathException ex) {
			return top;
		}
	}

	private static boolean isOne(Path file) {
		try {
			return Files.readString(file).strip().equals("1");
		}
		catch (IOException ex) {
			return false;
		}
	}

}
