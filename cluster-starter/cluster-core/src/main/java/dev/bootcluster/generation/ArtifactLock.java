// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.generation;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * A file by which processes coordinate over an artifact: processes that use the artifact
 * lock the first byte, the one that makes it locks the second. The operating system
 * releases the locks however the process ends.
 * <p>
 * It also releases them as soon as the process closes any channel to the same file, so
 * there must not be a second channel.
 */
public final class ArtifactLock implements AutoCloseable {

	private static final int USE = 0;

	private static final int MAKE = 1;

	private static final long POLL = TimeUnit.MILLISECONDS.toNanos(20);

	private final Path file;

	private final FileChannel channel;

	private final @Nullable Object identity;

	/**
	 * Take over a file this JVM has already opened and perhaps locked.
	 * @param file the lock file
	 * @param channel the channel to it
	 * @throws IOException if the file no longer exists
	 */
	public ArtifactLock(Path file, FileChannel channel) throws IOException {
		this.file = file;
		this.channel = channel;
		this.identity = identity(file);
	}

	/**
	 * Mark an artifact as used by this process until it ends.
	 * @param artifact the artifact's directory
	 * @return the lock that marks it
	 * @throws IOException if nobody uses it any more and it may be gone
	 */
	public static ArtifactLock use(Path artifact) throws IOException {
		Path file = of(artifact);
		ArtifactLock lock = new ArtifactLock(file,
				FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE));
		if (!lock.use()) {
			lock.close();
			throw new IOException(artifact + " is being removed");
		}
		return lock;
	}

	/**
	 * Return where an artifact's lock is.
	 */
	static Path of(Path artifact) {
		return artifact.resolveSibling(artifact.getFileName() + ".lock");
	}

	static ArtifactLock open(Path file) throws IOException {
		return new ArtifactLock(file,
				FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
	}

	/**
	 * Use the artifact, shared with others.
	 * @return whether it may be used
	 */
	boolean use() throws IOException {
		return tryLock(USE, true) != null;
	}

	/**
	 * Claim the artifact, so that nobody else can use it.
	 * @return whether nobody uses it
	 */
	boolean claim() throws IOException {
		return tryLock(USE, false) != null;
	}

	/**
	 * Become the only process that makes the artifact, waiting for any other to finish.
	 * @param patience how long to wait
	 * @throws IOException if another process takes longer
	 */
	FileLock make(Duration patience) throws IOException {
		long start = System.nanoTime();
		FileLock lock = tryLock(MAKE, false);
		while (lock == null) {
			if (System.nanoTime() - start > patience.toNanos()) {
				throw new IOException(
						"another process has locked %s for more than %d s".formatted(this.file, patience.toSeconds()));
			}
			LockSupport.parkNanos(POLL);
			lock = tryLock(MAKE, false);
		}
		return lock;
	}

	private @Nullable FileLock tryLock(int position, boolean shared) throws IOException {
		try {
			return this.channel.tryLock(position, 1, shared);
		}
		catch (OverlappingFileLockException ex) {
			// This JVM holds it through another channel.
			return null;
		}
	}

	/**
	 * Return whether this is still the file that others find.
	 */
	boolean isCurrent() {
		try {
			return Objects.equals(this.identity, identity(this.file));
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static @Nullable Object identity(Path file) throws IOException {
		return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
	}

	/**
	 * Record that the artifact is used now. Not with {@code Files}, which opens and
	 * closes the file to set its time.
	 */
	void touch() {
		this.file.toFile().setLastModified(System.currentTimeMillis());
	}

	FileChannel channel() {
		return this.channel;
	}

	@Override
	public void close() throws IOException {
		this.channel.close();
	}

}
