// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.metrics;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import dev.bootcluster.ipc.OwnerOnly;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Files of a directory that are replaced at once and as a whole, and read again only if
 * they have changed. Used by one thread at a time.
 */
final class CountFiles {

	static final String TEMPORARY = ".tmp";

	private static final Log logger = LogFactory.getLog(CountFiles.class);

	private final Path directory;

	private final Map<Path, Content> contents = new HashMap<>();

	private final Set<Path> untrusted = new HashSet<>();

	CountFiles(Path directory) {
		this.directory = directory;
	}

	/**
	 * Return the files.
	 */
	List<Path> list() throws IOException {
		List<Path> files = new ArrayList<>();
		try (DirectoryStream<Path> stream = Files.newDirectoryStream(this.directory)) {
			stream.forEach(files::add);
		}
		catch (NoSuchFileException ex) {
			// Nothing was written yet.
		}
		catch (DirectoryIteratorException ex) {
			throw ex.getCause();
		}
		this.contents.keySet().retainAll(Set.copyOf(files));
		return files;
	}

	Path path(String name) {
		return this.directory.resolve(name);
	}

	/**
	 * Replace a file, which nobody ever sees half written.
	 */
	void write(String name, byte[] content) throws IOException {
		OwnerOnly.createDirectories(this.directory);
		Path temporary = path("%s-%d%s".formatted(name, ProcessHandle.current().pid(), TEMPORARY));
		Files.deleteIfExists(temporary);
		try {
			try (FileChannel file = FileChannel.open(temporary,
					Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OwnerOnly.FILE)) {
				ByteBuffer bytes = ByteBuffer.wrap(content);
				while (bytes.hasRemaining()) {
					file.write(bytes);
				}
			}
			Files.move(temporary, path(name), StandardCopyOption.ATOMIC_MOVE);
		}
		catch (IOException ex) {
			Files.deleteIfExists(temporary);
			throw ex;
		}
	}

	/**
	 * Read a file.
	 * @return its value, {@code null} if it does not exist or is not to be trusted
	 * @throws IOException if nobody knows what it contains, now
	 */
	<T> @Nullable T read(Path file, Class<T> type) throws IOException {
		try {
			PosixFileAttributes attributes = Files.readAttributes(file, PosixFileAttributes.class,
					LinkOption.NOFOLLOW_LINKS);
			Content known = this.contents.get(file);
			if (known != null && known.isOf(attributes)) {
				return type.cast(known.value());
			}
			check(attributes);
			T value = parse(Files.readAllBytes(file), type);
			this.contents.put(file, new Content(attributes.fileKey(), attributes.lastModifiedTime(), value));
			return value;
		}
		catch (NoSuchFileException ex) {
			return null;
		}
		catch (Untrusted ex) {
			if (this.untrusted.add(file)) {
				logger.warn("What a worker had counted is lost, its counters fall: %s: %s".formatted(file,
						ex.getMessage()));
			}
			return null;
		}
	}

	private static <T> T parse(byte[] json, Class<T> type) throws Untrusted {
		try {
			return MetersJson.read(json, type);
		}
		catch (IOException ex) {
			throw new Untrusted(ex.getMessage());
		}
	}

	private void check(PosixFileAttributes attributes) throws IOException {
		if (!attributes.isRegularFile()) {
			throw new Untrusted("it is no file");
		}
		if (!attributes.owner().equals(Files.getOwner(this.directory, LinkOption.NOFOLLOW_LINKS))) {
			throw new Untrusted("it belongs to " + attributes.owner().getName());
		}
		if (attributes.size() > MetersJson.MAX_BYTES) {
			throw new Untrusted("it has %d bytes".formatted(attributes.size()));
		}
	}

	/**
	 * A file that none of this cluster's processes has written. Trying again is of no
	 * use.
	 */
	private static final class Untrusted extends IOException {

		Untrusted(@Nullable String message) {
			super(message);
		}

	}

	/**
	 * What a file contained when it was read.
	 */
	private record Content(@Nullable Object key, FileTime time, Object value) {

		boolean isOf(PosixFileAttributes attributes) {
			return Objects.equals(this.key, attributes.fileKey()) && this.time.equals(attributes.lastModifiedTime());
		}

	}

}
