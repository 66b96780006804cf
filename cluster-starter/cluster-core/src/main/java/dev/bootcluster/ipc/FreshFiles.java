// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Predicate;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Makes files look new to those that clean up old ones. They judge by the times of the
 * last access, change and status change: systemd-tmpfiles by the latest of them
 * (tmpfiles.d(5)), tmpreaper and tmpwatch by the first alone.
 */
public final class FreshFiles extends SimpleFileVisitor<Path> {

	private static final String LOCK = ".lock";

	private static final Log logger = LogFactory.getLog(FreshFiles.class);

	private final long now;

	private final Predicate<Path> sealed;

	private FreshFiles(long now, Predicate<Path> sealed) {
		this.now = now;
		this.sealed = sealed;
	}

	/**
	 * Make a tree look new.
	 * @param tree the tree, whose files others may be deleting
	 * @param now the time, in milliseconds since the epoch
	 * @param sealed tells of a file whether it must keep the time of its last change, so
	 * that it only looks new by its last access
	 * @throws IOException if the tree cannot be read
	 */
	public static void touch(Path tree, long now, Predicate<Path> sealed) throws IOException {
		Files.walkFileTree(tree, new FreshFiles(now, sealed));
	}

	@Override
	public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
		directory.toFile().setLastModified(this.now);
		return FileVisitResult.CONTINUE;
	}

	/**
	 * Locks must not be opened: closing gives them up. Nor must FIFOs, where that would
	 * wait for the other end.
	 */
	@Override
	public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
		boolean lock = file.toString().endsWith(LOCK);
		if (attributes.isRegularFile() && !lock) {
			read(file);
		}
		if (lock || !this.sealed.test(file)) {
			// Unlike Files, this does not open the file.
			file.toFile().setLastModified(this.now);
		}
		return FileVisitResult.CONTINUE;
	}

	private static void read(Path file) {
		try (InputStream in = Files.newInputStream(file)) {
			in.read();
		}
		catch (IOException ex) {
			logger.debug("Does not look new, unless it was deleted: " + file, ex);
		}
	}

	@Override
	public FileVisitResult visitFileFailed(Path file, IOException failure) {
		return FileVisitResult.CONTINUE;
	}

}
