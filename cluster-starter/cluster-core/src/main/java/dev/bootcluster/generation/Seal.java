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
 * A list of files that is written when all of them are complete, by which a reader finds
 * out whether one was deleted, changed or added since.
 * <p>
 * Size and times tell within milliseconds, because nobody can set back the time of a
 * file's last change of status. They say nothing after a power failure or in a copy:
 * there the content decides.
 */
final class Seal {

	private static final Log logger = LogFactory.getLog(Seal.class);

	private static final String FILE = "seal.json";

	private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

	private final Path directory;

	private final Path content;

	/**
	 * Create a new seal, whether there is one or not.
	 * @param directory where it is
	 * @param content the name of the sealed file or tree in it
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
	 * Whether nothing was touched since, as far as sizes and times tell.
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
	 * Whether nothing was changed since. Reads the content if sizes and times do not
	 * tell, and renews the seal if it is as it was.
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
	 * What is there now, links as what they are.
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
	 * A check sum, because whoever may write here could forge the seal, too.
	 */
	private long sum(String file) throws IOException {
		CheckedOutputStream out = new CheckedOutputStream(OutputStream.nullOutputStream(), new CRC32C());
		Files.copy(this.directory.resolve(file), out);
		return out.getChecksum().getValue();
	}

	/**
	 * Changes whenever the machine is started.
	 */
	private static String boot() throws IOException {
		return Files.exists(BOOT_ID) ? Files.readString(BOOT_ID).strip() : "";
	}

	/**
	 * What was sealed.
	 *
	 * @param boot names the time between two starts of the machine in which it was
	 * sealed, empty if unknown
	 * @param files the files by their place
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
	 * @param status what the file system says of it
	 * @param sum the sum of its content
	 */
	record SealedFile(Status status, long sum) {

	}

	/**
	 * What the file system says of a file.
	 *
	 * @param regular whether it is a file and not a link or a device
	 * @param size its size
	 * @param modified when its content was changed, in nanoseconds
	 * @param changed when anything of it was changed, in nanoseconds
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
