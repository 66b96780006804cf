/*
 * Copyright 2026 the Boot Cluster authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package dev.bootcluster.bootstrap;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

import dev.bootcluster.SharedStateServer;
import dev.bootcluster.generation.PinnedGenerations;
import dev.bootcluster.ipc.Ipc;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.util.FileSystemUtils;

/**
 * The directory of one running cluster, for its owner only. A directory of our own making
 * goes with the cluster; one the user named stays, without what the cluster put there.
 */
final class ClusterDirectory implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(ClusterDirectory.class);

	private static final String PROPERTY = "cluster.directory";

	private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

	private static final String TEMPORARY = "boot-cluster-";

	private static final String LOCK = "primary.lock";

	private static final String ATTENDANCE = "workers.lock";

	private final Path path;

	private final boolean temporary;

	private final FileChannel lock;

	/**
	 * Take over a directory that this JVM has locked already.
	 */
	ClusterDirectory(Path path, boolean temporary, FileChannel lock) {
		this.path = path;
		this.temporary = temporary;
		this.lock = lock;
	}

	/**
	 * Open the directory.
	 * @param configured the directory the user named, {@code null} for a new one
	 * @throws ClusterStartException if it cannot be used
	 */
	static ClusterDirectory open(@Nullable Path configured) {
		Path path = (configured != null) ? configured.toAbsolutePath() : Path.of(System.getProperty("java.io.tmpdir"));
		try {
			FileAttribute<Set<PosixFilePermission>> ownerOnly = PosixFilePermissions.asFileAttribute(OWNER_ONLY);
			if (configured == null) {
				checkLength(path.resolve(TEMPORARY + Long.MAX_VALUE));
				path = Files.createTempDirectory(path, TEMPORARY, ownerOnly);
			}
			else {
				checkLength(path);
				Files.createDirectories(path, ownerOnly);
			}
			checkOwnerOnly(path);
			return new ClusterDirectory(path, configured == null, lock(path));
		}
		catch (IOException | UnsupportedOperationException ex) {
			throw new ClusterStartException(PROPERTY, path, "cannot be used: " + ex,
					"Set %s to a directory that this user can create, or has with mode 700".formatted(PROPERTY));
		}
	}

	/**
	 * Before it is created, so that a refused directory is not left behind.
	 */
	private static void checkLength(Path path) {
		if (path.toString().getBytes().length > Ipc.MAX_DIRECTORY_LENGTH) {
			throw new ClusterStartException(PROPERTY, path,
					"is longer than %d bytes, which leaves no room for a socket".formatted(Ipc.MAX_DIRECTORY_LENGTH),
					"Set %s to a shorter path".formatted(PROPERTY));
		}
	}

	private static void checkOwnerOnly(Path path) throws IOException {
		if (!Files.isWritable(path)) {
			throw new IOException("it is not writable");
		}
		if (!OWNER_ONLY.containsAll(Files.getPosixFilePermissions(path))) {
			throw new IOException(
					"other users may enter it, and whoever can connect to its sockets commands the cluster");
		}
	}

	private static FileChannel lock(Path path) throws IOException {
		FileChannel channel = FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
		if (!tryLock(channel)) {
			channel.close();
			throw new ClusterStartException(PROPERTY, path, "is in use by another running cluster",
					"Stop that cluster, or give each its own %s".formatted(PROPERTY));
		}
		for (String socket : List.of(Ipc.CONTROL_SOCKET, Ipc.HANDOFF_SOCKET)) {
			Files.deleteIfExists(path.resolve(socket));
		}
		return channel;
	}

	private static boolean tryLock(FileChannel channel) throws IOException {
		try {
			return channel.tryLock() != null;
		}
		catch (OverlappingFileLockException ex) {
			// This JVM has it.
			return false;
		}
	}

	/**
	 * In a directory the user named there may be files of the user.
	 */
	private static void deleteOwn(Path path) throws IOException {
		for (String file : List.of(Ipc.CONTROL_SOCKET, Ipc.HANDOFF_SOCKET, SharedStateServer.LIFELINE, ATTENDANCE)) {
			Files.deleteIfExists(path.resolve(file));
		}
		deleteTree(path.resolve(PinnedGenerations.DIRECTORY));
	}

	/**
	 * Show that this worker uses a directory, until it ends.
	 * @return what shows it
	 */
	static FileChannel attend(Path path) throws IOException {
		FileChannel channel = FileChannel.open(path.resolve(ATTENDANCE), StandardOpenOption.CREATE,
				StandardOpenOption.READ, StandardOpenOption.WRITE);
		channel.lock(0, Long.MAX_VALUE, true);
		return channel;
	}

	/**
	 * Remove what a primary that was killed left in a directory of its own making, if no
	 * other worker still runs from it. A directory the user named may already have
	 * another primary, and a worker that lost its channel may have one that lives.
	 * @param attendance what this worker showed its use with; it is over
	 */
	static void sweep(Path path, FileChannel attendance) {
		if (!path.getFileName().toString().startsWith(TEMPORARY)) {
			return;
		}
		try {
			if (hasPrimary(path)) {
				return;
			}
			// One lock for the process: it turns the shared one into an exclusive one.
			attendance.close();
			try (FileChannel last = FileChannel.open(path.resolve(ATTENDANCE), StandardOpenOption.WRITE)) {
				if (last.tryLock() != null) {
					delete(path);
				}
			}
		}
		catch (IOException ex) {
			logger.debug("Left for others: " + path, ex);
		}
	}

	private static boolean hasPrimary(Path path) throws IOException {
		Path file = path.resolve(LOCK);
		if (!Files.exists(file)) {
			return false;
		}
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
			return !tryLock(channel);
		}
	}

	/**
	 * The server of the shared state ends with the last worker and tidies up after
	 * itself.
	 */
	private static void delete(Path path) throws IOException {
		for (String tree : List.of(PinnedGenerations.ARTIFACTS, PinnedGenerations.DIRECTORY)) {
			deleteTree(path.resolve(tree));
		}
		for (String file : List.of(Ipc.CONTROL_SOCKET, Ipc.HANDOFF_SOCKET, SharedStateServer.LIFELINE, ATTENDANCE, LOCK,
				"")) {
			Files.deleteIfExists(path.resolve(file));
		}
	}

	/**
	 * Once more if something came or went meanwhile: a process that was killed may have
	 * written a last file.
	 */
	private static void deleteTree(Path tree) throws IOException {
		try {
			FileSystemUtils.deleteRecursively(tree);
		}
		catch (FileSystemException ex) {
			FileSystemUtils.deleteRecursively(tree);
		}
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
			logger.debug("The cluster's directory is left behind: " + this.path, ex);
		}
	}

}
