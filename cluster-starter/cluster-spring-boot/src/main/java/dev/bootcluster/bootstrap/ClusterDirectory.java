// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;

import dev.bootcluster.SharedStateServer;
import dev.bootcluster.access.AccessToken;
import dev.bootcluster.generation.PinnedGenerations;
import dev.bootcluster.ipc.CommonFile;
import dev.bootcluster.ipc.Ipc;
import dev.bootcluster.ipc.MeterFiles;
import dev.bootcluster.ipc.OwnerOnly;
import dev.bootcluster.ipc.RelaySocket;
import dev.bootcluster.ipc.RunningApplication;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.util.FileSystemUtils;

/**
 * The directory of one running cluster, accessible to its owner only. One that the
 * cluster created is deleted with it; one that the user named stays, without the files
 * that the cluster put there.
 */
final class ClusterDirectory implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(ClusterDirectory.class);

	private static final String PROPERTY = "cluster.directory";

	static final String TEMPORARY = "boot-cluster-";

	static final String LOCK = "primary.lock";

	static final String ATTENDANCE = "workers.lock";

	private static final List<String> TREES = List.of(PinnedGenerations.ARTIFACTS, PinnedGenerations.DIRECTORY,
			CommonFile.DIRECTORY, MeterFiles.DIRECTORY, RelaySocket.DIRECTORY);

	private final Path path;

	private final boolean temporary;

	private FileChannel lock;

	private @Nullable Object locked;

	/**
	 * Take over a directory that this JVM has already locked.
	 */
	ClusterDirectory(Path path, boolean temporary, FileChannel lock) throws IOException {
		this.path = path;
		this.temporary = temporary;
		this.lock = lock;
		this.locked = identity(path.resolve(LOCK));
	}

	/**
	 * Open the directory that the user named.
	 * @throws ClusterStartException if it cannot be used
	 */
	static ClusterDirectory open(Path named) {
		Path path = named.toAbsolutePath();
		checkLength(path);
		try {
			OwnerOnly.createDirectories(path);
			checkOwnerOnly(path);
			return new ClusterDirectory(path, false, lock(path));
		}
		catch (IOException | UnsupportedOperationException ex) {
			throw unusable(path, String.valueOf(ex));
		}
	}

	/**
	 * Make a new directory.
	 * @param place where
	 * @throws ClusterStartException if the path would be too long
	 * @throws IOException if it cannot be made there
	 */
	static ClusterDirectory create(Path place) throws IOException {
		checkLength(place.resolve(TEMPORARY + Long.MAX_VALUE));
		Path path = Files.createTempDirectory(place, TEMPORARY, OwnerOnly.DIRECTORY);
		try {
			return new ClusterDirectory(path, true, lock(path));
		}
		catch (IOException ex) {
			deleteTree(path);
			throw ex;
		}
	}

	static ClusterStartException unusable(Path path, String reason) {
		return new ClusterStartException(PROPERTY, path, "cannot be used: " + reason,
				"Set %s to a directory that this user owns with mode 700 or can create".formatted(PROPERTY));
	}

	/**
	 * Called before the directory is created, so that none is left behind if it is
	 * refused.
	 */
	private static void checkLength(Path path) {
		if (path.toString().getBytes().length > Ipc.MAX_DIRECTORY_LENGTH) {
			throw new ClusterStartException(PROPERTY, path,
					"is longer than %d bytes, too long for the socket paths in it".formatted(Ipc.MAX_DIRECTORY_LENGTH),
					"Set %s to a shorter path".formatted(PROPERTY));
		}
	}

	private static void checkOwnerOnly(Path path) throws IOException {
		if (!Files.isWritable(path)) {
			throw new IOException("it is not writable");
		}
		if (!OwnDirectory.MODE.containsAll(Files.getPosixFilePermissions(path))) {
			throw new IOException(
					"other users have access to it, and whoever can connect to its sockets controls the cluster");
		}
		OwnDirectory.checkOwner(path);
	}

	private static FileChannel lock(Path path) throws IOException {
		FileChannel channel = lockAgain(path);
		for (String file : List.of(Ipc.CONTROL_SOCKET, Ipc.HANDOFF_SOCKET, RunningApplication.FILE)) {
			Files.deleteIfExists(path.resolve(file));
		}
		deleteTree(path.resolve(CommonFile.DIRECTORY));
		deleteTree(path.resolve(MeterFiles.DIRECTORY));
		deleteTree(path.resolve(RelaySocket.DIRECTORY));
		return channel;
	}

	private static FileChannel lockAgain(Path path) throws IOException {
		FileChannel channel = FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
		if (!tryLock(channel)) {
			channel.close();
			throw new ClusterStartException(PROPERTY, path, "is in use by another running cluster",
					"Stop that cluster, or give each its own %s".formatted(PROPERTY));
		}
		return channel;
	}

	private static @Nullable Object identity(Path file) throws IOException {
		return Files.exists(file) ? Files.readAttributes(file, BasicFileAttributes.class).fileKey() : null;
	}

	static boolean tryLock(FileChannel channel) throws IOException {
		try {
			return channel.tryLock() != null;
		}
		catch (OverlappingFileLockException ex) {
			// This JVM holds the lock.
			return false;
		}
	}

	/**
	 * Delete the cluster's files only: a directory that the user named may hold others.
	 */
	static void deleteOwn(Path path) throws IOException {
		for (String file : List.of(Ipc.CONTROL_SOCKET, Ipc.HANDOFF_SOCKET, RunningApplication.FILE,
				SharedStateServer.LIFELINE, AccessToken.FILE, ATTENDANCE)) {
			Files.deleteIfExists(path.resolve(file));
		}
		for (String tree : TREES) {
			deleteTree(path.resolve(tree));
		}
	}

	/**
	 * Retry once if files came or went meanwhile: a killed process may have written a
	 * last one.
	 */
	private static void deleteTree(Path tree) throws IOException {
		try {
			FileSystemUtils.deleteRecursively(tree);
		}
		catch (FileSystemException ex) {
			FileSystemUtils.deleteRecursively(tree);
		}
	}

	/**
	 * Make the directory again if it was deleted, and lock it again: otherwise another
	 * cluster would take it for abandoned. Not used by two threads at once.
	 * @return the names of what was missing
	 * @throws IOException if it cannot be made, or has become another user's
	 */
	List<String> restore() throws IOException {
		if (Objects.equals(this.locked, identity(this.path.resolve(LOCK)))) {
			return List.of();
		}
		OwnerOnly.createDirectories(this.path);
		checkOwnerOnly(this.path);
		FileChannel lock = lockAgain(this.path);
		this.lock.close();
		this.lock = lock;
		this.locked = identity(this.path.resolve(LOCK));
		return List.of(LOCK);
	}

	Path path() {
		return this.path;
	}

	boolean isTemporary() {
		return this.temporary;
	}

	FileChannel lock() {
		return this.lock;
	}

	@Override
	public void close() {
		try {
			if (this.temporary) {
				deleteTree(this.path);
			}
			else {
				deleteOwn(this.path);
				Files.deleteIfExists(this.path.resolve(LOCK));
			}
			this.lock.close();
		}
		catch (IOException ex) {
			logger.debug("The cluster's directory could not be removed: " + this.path, ex);
		}
	}

}
