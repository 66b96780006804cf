// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.springframework.util.FileSystemUtils;

/**
 * A process and all that it has started, also what outlived its parent: every one of them
 * inherits a mark in its environment.
 */
final class ProcessTree {

	static final String MARK = "BOOT_CLUSTER_TEST";

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final ProcessHandle root;

	private final String mark;

	private final Path temporary;

	private final Set<ProcessHandle> seen = new LinkedHashSet<>();

	ProcessTree(ProcessHandle root, String mark, Path temporary) {
		this.root = root;
		this.temporary = temporary;
		this.mark = "%s=%s".formatted(MARK, mark);
	}

	/**
	 * Where its processes keep temporary files, until {@link #kill()}.
	 * @return the directory
	 */
	Path temporary() {
		return this.temporary;
	}

	/**
	 * The living processes besides the root.
	 * @return their handles
	 */
	synchronized List<ProcessHandle> descendants() {
		this.root.descendants().forEach(this.seen::add);
		try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
			all.filter(this::isMarked).forEach(this.seen::add);
		}
		this.seen.remove(this.root);
		this.seen.removeIf((process) -> !isAlive(process));
		return List.copyOf(this.seen);
	}

	/**
	 * Kill everything and remove what it left. Returns when nothing lives, or when
	 * patience ends.
	 */
	void kill() {
		long start = System.nanoTime();
		// One look may miss a process that is being started at this moment.
		for (int quiet = 0; quiet < 2 && System.nanoTime() - start < PATIENCE.toNanos();) {
			this.root.destroyForcibly();
			List<ProcessHandle> left = descendants();
			left.forEach(ProcessHandle::destroyForcibly);
			quiet = (left.isEmpty() && !isAlive(this.root)) ? quiet + 1 : 0;
			Await.pause(Duration.ofMillis(20));
		}
		try {
			FileSystemUtils.deleteRecursively(this.temporary);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private boolean isMarked(ProcessHandle process) {
		try {
			byte[] environment = Files.readAllBytes(environment(process));
			return ("\0" + new String(environment, StandardCharsets.ISO_8859_1)).contains("\0" + this.mark + "\0");
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * A process that was killed and not yet reaped by its new parent counts as dead.
	 */
	private static boolean isAlive(ProcessHandle process) {
		if (!process.isAlive()) {
			return false;
		}
		try {
			String stat = Files.readString(environment(process).resolveSibling("stat"), StandardCharsets.ISO_8859_1);
			return !stat.substring(stat.lastIndexOf(')') + 1).startsWith(" Z");
		}
		catch (IOException ex) {
			return process.isAlive();
		}
	}

	private static Path environment(ProcessHandle process) {
		return Path.of("/proc", Long.toString(process.pid()), "environ");
	}

}
