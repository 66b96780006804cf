// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.generation;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;

import dev.bootcluster.ipc.Wire;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A list of files, written once all are complete, that shows a reader whether any was
 * deleted, changed or added since.
 * <p>
 * Sizes and times tell within milliseconds, because nobody can set back a file's status
 * change time. After a power failure or in a copy they prove nothing: there the content
 * decides.
 */
final class Seal {

	private static final Log logger = LogFactory.getLog(Seal.class);

	private static final String FILE = "seal.json";

	private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

	private final Path directory;

	private final Path content;

	/**
	 * Create a seal, whether or not one has been written.
	 * @param directory the directory of the seal
	 * @param content the name of the sealed file or tree in that directory
	 */
	Seal(Path directory, String content) {
		this.directory = directory;
		this.content = directory.resolve(content);
	}

	/**
	 * Seal the content as it is now.
	 */
	void write() throws IOException {
		Map<String, Status> found = found();
		Map<String, SealedFile> files = new TreeMap<>();
		for (Map.Entry<String, Status> file : found.entrySet()) {
			files.put(file.getKey(), new SealedFile(file.getValue(), sum(file.getKey())));
		}
		write(new Contents(boot(), files));
	}

	/**
	 * Return whether nothing was touched since, judging by sizes and times.
	 */
	boolean isIntact() {
		Contents sealed = read();
		try {
			return sealed != null && !sealed.boot().isEmpty() && sealed.boot().equals(boot())
					&& sealed.statuses().equals(found());
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Return whether nothing was changed since. Reads the content if sizes and times are
	 * inconclusive, and renews the seal if the content is unchanged.
	 */
	boolean verify() {
		if (isIntact()) {
			return true;
		}
		Contents sealed = read();
		try {
			Contents now = (sealed != null) ? verified(sealed, found()) : null;
			if (now != null) {
				renew(now);
			}
			return now != null;
		}
		catch (IOException ex) {
			logger.debug(this.content + " cannot be verified", ex);
			return false;
		}
	}

	private @Nullable Contents verified(Contents sealed, Map<String, Status> found) throws IOException {
		if (!found.keySet().equals(sealed.files().keySet())) {
			return null;
		}
		Map<String, SealedFile> files = new TreeMap<>();
		for (Map.Entry<String, SealedFile> file : sealed.files().entrySet()) {
			Status status = found.get(file.getKey());
			long sum = file.getValue().sum();
			if (status == null || !status.isLike(file.getValue().status()) || sum != sum(file.getKey())) {
				return null;
			}
			files.put(file.getKey(), new SealedFile(status, sum));
		}
		return new Contents(boot(), files);
	}

	private void renew(Contents contents) {
		try {
			write(contents);
		}
		catch (IOException ex) {
			logger.debug("Could not renew the seal of " + this.content + "; all of it will be read again next time",
					ex);
		}
	}

	private void write(Contents contents) throws IOException {
		Path unfinished = Files.createTempFile(this.directory, "seal-", null);
		try {
			Wire.write(unfinished, contents);
			Files.move(unfinished, this.directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
		}
		finally {
			Files.deleteIfExists(unfinished);
		}
	}

	private @Nullable Contents read() {
		Path file = this.directory.resolve(FILE);
		if (!Files.exists(file)) {
			return null;
		}
		try {
			return Wire.read(file, Contents.class);
		}
		catch (IOException ex) {
			logger.debug("The seal of " + this.content + " cannot be read", ex);
			return null;
		}
	}

	/**
	 * Return what exists now, without following links.
	 */
	private Map<String, Status> found() throws IOException {
		Map<String, Status> found = new TreeMap<>();
		Files.walkFileTree(this.content, new SimpleFileVisitor<>() {

			@Override
			public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
				found.put(Seal.this.directory.relativize(file).toString(), Status.of(file, attributes));
				return FileVisitResult.CONTINUE;
			}

		});
		return found;
	}

	/**
	 * A plain checksum suffices: anyone who can write here could also forge the seal.
	 */
	private long sum(String file) throws IOException {
		CheckedOutputStream out = new CheckedOutputStream(OutputStream.nullOutputStream(), new CRC32C());
		Files.copy(this.directory.resolve(file), out);
		return out.getChecksum().getValue();
	}

	/**
	 * Changes with every start of the machine.
	 */
	private static String boot() throws IOException {
		return Files.exists(BOOT_ID) ? Files.readString(BOOT_ID).strip() : "";
	}

	/**
	 * What was sealed.
	 *
	 * @param boot identifies the boot of the machine during which it was sealed, empty if
	 * unknown
	 * @param files the files by path
	 */
	record Contents(String boot, Map<String, SealedFile> files) {

		private Map<String, Status> statuses() {
			Map<String, Status> statuses = new TreeMap<>();
			this.files.forEach((name, file) -> statuses.put(name, file.status()));
			return statuses;
		}

	}

	/**
	 * A sealed file.
	 *
	 * @param status what the file system says about it
	 * @param sum the checksum of its content
	 */
	record SealedFile(Status status, long sum) {

	}

	/**
	 * What the file system says about a file.
	 *
	 * @param regular whether it is a regular file and not, say, a link or a device
	 * @param size its size
	 * @param modified when its content last changed, in nanoseconds
	 * @param changed when its status last changed, in nanoseconds
	 */
	record Status(boolean regular, long size, long modified, long changed) {

		static Status of(Path file, BasicFileAttributes attributes) throws IOException {
			Object changed = Files.getAttribute(file, "unix:ctime", LinkOption.NOFOLLOW_LINKS);
			return new Status(attributes.isRegularFile(), attributes.size(),
					attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS),
					((FileTime) changed).to(TimeUnit.NANOSECONDS));
		}

		boolean isLike(Status other) {
			return this.regular == other.regular && this.size == other.size;
		}

	}

}
