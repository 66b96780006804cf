// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.generation;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The right to train a class archive; one process holds it at a time.
 */
public final class ArchiveTraining implements AutoCloseable {

	/**
	 * Per artifact: JVMs and options may change more often than the code.
	 */
	static final int MAX_ARCHIVES = 8;

	private final ClassArchive archive;

	private final FileChannel lock;

	private ArchiveTraining(ClassArchive archive, FileChannel lock) {
		this.archive = archive;
		this.lock = lock;
	}

	static @Nullable ArchiveTraining begin(ClassArchive archive) throws IOException {
		FileChannel lock = openLock(archive.directory());
		ArchiveTraining training = new ArchiveTraining(archive, lock);
		try {
			if (lock.tryLock() == null || archive.exists()) {
				lock.close();
				return null;
			}
			training.discard();
			Files.createDirectory(archive.unfinished());
			return training;
		}
		catch (OverlappingFileLockException ex) {
			// This JVM has it.
			lock.close();
			return null;
		}
		catch (IOException ex) {
			lock.close();
			throw ex;
		}
	}

	private static FileChannel openLock(Path archive) throws IOException {
		return FileChannel.open(archive.resolveSibling(archive.getFileName() + ".lock"), StandardOpenOption.CREATE,
				StandardOpenOption.WRITE);
	}

	/**
	 * Delete what a training left unfinished, unless another process is at it. Not for
	 * archives that this JVM trains: to close a file gives up all locks on it.
	 */
	static void deleteAbandoned(Path unfinished, Path archive) throws IOException {
		try (FileChannel lock = openLock(archive)) {
			if (lock.tryLock() != null) {
				PinnedFiles.delete(unfinished);
			}
		}
		catch (OverlappingFileLockException ex) {
			// This JVM trains it after all.
		}
	}

	/**
	 * The trainee has ended normally.
	 * @return whether there is now an archive
	 * @throws IOException if it cannot be moved into place
	 */
	public boolean finish() throws IOException {
		Path unfinished = this.archive.unfinished();
		Path file = unfinished.resolve(this.archive.file().getFileName());
		if (!Files.exists(file) || Files.size(file) == 0) {
			return false;
		}
		this.archive.seal(unfinished).write();
		Path directory = this.archive.directory();
		if (Files.exists(directory)) {
			// It was changed since its training, otherwise there would be none now.
			PinnedFiles.delete(directory);
		}
		boolean moved = PinnedFiles.move(unfinished, directory);
		evict();
		return moved;
	}

	/**
	 * Oldest first. A JVM that has mapped an archive keeps it.
	 */
	private void evict() throws IOException {
		List<Path> archives = siblings("classes-*").stream()
			.filter(Files::isDirectory)
			.sorted(Comparator.comparing(ArchiveTraining::trained).reversed())
			.skip(MAX_ARCHIVES)
			.toList();
		for (Path archive : archives) {
			PinnedFiles.delete(archive);
		}
	}

	private static FileTime trained(Path directory) {
		try {
			return Files.getLastModifiedTime(directory);
		}
		catch (IOException ex) {
			return FileTime.fromMillis(0);
		}
	}

	/**
	 * Delete what trainees left unfinished: ours, and those of killed processes.
	 */
	private void discard() throws IOException {
		for (Path unfinished : siblings("unfinished-*-" + this.archive.directory().getFileName())) {
			PinnedFiles.delete(unfinished);
		}
	}

	private List<Path> siblings(String pattern) throws IOException {
		Path parent = Objects.requireNonNull(this.archive.directory().getParent());
		List<Path> siblings = new ArrayList<>();
		try (DirectoryStream<Path> found = Files.newDirectoryStream(parent, pattern)) {
			found.forEach(siblings::add);
		}
		return siblings;
	}

	/**
	 * End the training, with or without an archive.
	 * @throws IOException if unfinished files cannot be deleted
	 */
	@Override
	public void close() throws IOException {
		try (this.lock) {
			discard();
		}
	}

}
