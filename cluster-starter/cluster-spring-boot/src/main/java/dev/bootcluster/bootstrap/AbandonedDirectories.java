// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Directories of clusters whose primary was killed. The last worker removes its own; what
 * was killed together with its workers is removed by the next cluster that starts.
 */
final class AbandonedDirectories {

	private static final Log logger = LogFactory.getLog(AbandonedDirectories.class);

	private static final Duration LOCKING = Duration.ofSeconds(2);

	private AbandonedDirectories() {
	}

	/**
	 * Mark a directory as in use by this worker until it exits.
	 * @return the channel that holds the mark
	 */
	static FileChannel attend(Path path) throws IOException {
		FileChannel channel = FileChannel.open(path.resolve(ClusterDirectory.ATTENDANCE), StandardOpenOption.CREATE,
				StandardOpenOption.READ, StandardOpenOption.WRITE);
		channel.lock(0, Long.MAX_VALUE, true);
		return channel;
	}

	/**
	 * Remove what a killed primary left in a directory that it created, unless another
	 * worker still runs from it. A directory that the user named may already have another
	 * primary, and the primary of a worker that lost its channel may be alive.
	 * @param attendance this worker's mark, which this method releases
	 */
	static void sweep(Path path, FileChannel attendance) {
		if (!path.getFileName().toString().startsWith(ClusterDirectory.TEMPORARY)) {
			return;
		}
		try {
			if (hasPrimary(path)) {
				return;
			}
			// A process cannot hold both: the shared lock makes way for the exclusive
			// one.
			attendance.close();
			try (FileChannel last = FileChannel.open(path.resolve(ClusterDirectory.ATTENDANCE),
					StandardOpenOption.WRITE)) {
				if (last.tryLock() != null) {
					delete(path);
				}
			}
		}
		catch (IOException ex) {
			logger.debug("Directory is left to other processes: " + path, ex);
		}
	}

	/**
	 * Remove what primaries left that were killed before or together with their workers.
	 */
	static void sweep(Path parent) {
		try (DirectoryStream<Path> directories = Files.newDirectoryStream(parent,
				ClusterDirectory.TEMPORARY + "[0-9]*")) {
			for (Path directory : directories) {
				sweepAbandoned(directory);
			}
		}
		catch (IOException | DirectoryIteratorException ex) {
			logger.debug("Directories of earlier clusters are left in " + parent, ex);
		}
	}

	private static void sweepAbandoned(Path path) {
		Path lock = path.resolve(ClusterDirectory.LOCK);
		try {
			if (!Files.isWritable(path) || !Files.isRegularFile(lock, LinkOption.NOFOLLOW_LINKS)
					|| !OwnDirectory.MODE.equals(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS))) {
				return;
			}
			// A starting primary creates the file and locks it a moment later.
			Instant created = Files.getLastModifiedTime(lock).toInstant();
			if (created.isBefore(Instant.now().minus(LOCKING)) && !hasPrimary(path)) {
				sweep(path, attend(path));
			}
		}
		catch (IOException | UnsupportedOperationException | OverlappingFileLockException ex) {
			logger.debug("Directory of an earlier cluster is left: " + path, ex);
		}
	}

	private static boolean hasPrimary(Path path) throws IOException {
		Path file = path.resolve(ClusterDirectory.LOCK);
		if (!Files.exists(file)) {
			return false;
		}
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
			return !ClusterDirectory.tryLock(channel);
		}
	}

	/**
	 * The shared state server ends with the last worker and cleans up after itself.
	 */
	private static void delete(Path path) throws IOException {
		ClusterDirectory.deleteOwn(path);
		Files.deleteIfExists(path.resolve(ClusterDirectory.LOCK));
		Files.delete(path);
	}

}
