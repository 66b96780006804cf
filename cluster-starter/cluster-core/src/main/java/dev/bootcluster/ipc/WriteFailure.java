// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * A file cannot be written. The operating system's reason, such as "No space left on
 * device", says neither where nor how much there is; the message does.
 */
public class WriteFailure extends IOException {

	private static final long UNKNOWN = -1;

	/**
	 * Create a failure to write a small file.
	 * @param file the file
	 * @param cause what went wrong
	 */
	public WriteFailure(Path file, IOException cause) {
		super("%s cannot be written: %s%s".formatted(file, reason(cause), room(free(file))), cause);
	}

	/**
	 * Create a failure to write a file, or a tree of files, of a known size.
	 * @param file the file
	 * @param needed how many bytes it has
	 * @param cause what went wrong, {@code null} if that was foreseen
	 */
	public WriteFailure(Path file, long needed, @Nullable IOException cause) {
		super("%s cannot be written: %s needed%s%s".formatted(file, megabytes(needed), room(free(file)),
				(cause != null) ? ": " + reason(cause) : ""), cause);
	}

	/**
	 * Check whether a file fits, before any of it is written: a disk that is full hurts
	 * others as well.
	 * @param file the file
	 * @param needed how many bytes it has
	 * @throws WriteFailure if it does not fit
	 */
	public static void foresee(Path file, long needed) throws WriteFailure {
		long free = free(file);
		if (free != UNKNOWN && free < needed) {
			throw new WriteFailure(file, needed, null);
		}
	}

	private static String reason(IOException cause) {
		String reason = (cause instanceof FileSystemException failure) ? failure.getReason() : cause.getMessage();
		return (reason != null) ? reason : cause.getClass().getSimpleName();
	}

	private static String room(long free) {
		return (free != UNKNOWN) ? " (%s free)".formatted(megabytes(free)) : "";
	}

	/**
	 * The room where the file would be: it may not exist, nor its directory.
	 */
	private static long free(Path file) {
		Path existing = file.toAbsolutePath();
		while (existing != null && !Files.exists(existing)) {
			existing = existing.getParent();
		}
		try {
			return (existing != null) ? Files.getFileStore(existing).getUsableSpace() : UNKNOWN;
		}
		catch (IOException ex) {
			return UNKNOWN;
		}
	}

	/**
	 * Little would read as nothing.
	 */
	private static String megabytes(long bytes) {
		return (bytes < 10 << 20) ? "%d kB".formatted(bytes >> 10) : "%d MB".formatted(bytes >> 20);
	}

}
