// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

import dev.bootcluster.generation.PinnedGenerations;

/**
 * Makes files look new to those that clean up old ones. They judge by the times of the
 * last access, change and status change: systemd-tmpfiles by the latest of them
 * (tmpfiles.d(5)), tmpreaper and tmpwatch by the first alone.
 */
final class FreshFiles extends SimpleFileVisitor<Path> {

	private static final String LOCK = ".lock";

	private final long now;

	private FreshFiles(long now) {
		this.now = now;
	}

	/**
	 * Make a tree look new.
	 * @param now the time, in milliseconds since the epoch
	 */
	static void touch(Path tree, long now) throws IOException {
		Files.walkFileTree(tree, new FreshFiles(now));
	}

	@Override
	public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
		directory.toFile().setLastModified(this.now);
		return FileVisitResult.CONTINUE;
	}

	/**
	 * Code is sealed with the time of its last change. Locks must not be opened: closing
	 * gives them up. Nor must FIFOs, where that would wait for the other end.
	 */
	@Override
	public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
		boolean lock = file.toString().endsWith(LOCK);
		if (attributes.isRegularFile() && !lock) {
			try (InputStream in = Files.newInputStream(file)) {
				in.read();
			}
		}
		if (lock || !isCode(file)) {
			// Unlike Files, this does not open the file.
			file.toFile().setLastModified(this.now);
		}
		return FileVisitResult.CONTINUE;
	}

	private static boolean isCode(Path file) {
		return file.toString().contains("/" + PinnedGenerations.ARTIFACTS + "/");
	}

	/**
	 * It may have been deleted meanwhile.
	 */
	@Override
	public FileVisitResult visitFileFailed(Path file, IOException failure) {
		return FileVisitResult.CONTINUE;
	}

}
