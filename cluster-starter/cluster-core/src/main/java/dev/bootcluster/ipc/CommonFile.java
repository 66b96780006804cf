// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A short text that all workers of a cluster have in common, in a file of the cluster's
 * directory. It outlives workers and reloads, and goes with the cluster.
 *
 * @param path the file
 */
public record CommonFile(Path path) {

	/**
	 * The directory of all such files, within the cluster's directory.
	 */
	public static final String DIRECTORY = "cluster-common";

	/**
	 * Find a file.
	 * @param launch what the primary told this worker
	 * @param name the file's name
	 * @return the file, which need not exist yet
	 */
	public static CommonFile of(WorkerLaunch launch, String name) {
		return new CommonFile(launch.directory().resolve(DIRECTORY).resolve(name));
	}

	/**
	 * Replace the text while no other worker reads or replaces it.
	 * @param change returns the new text for the current one, which is empty at first
	 * @return the new text
	 * @throws IOException if the file cannot be read or written
	 */
	public String update(UnaryOperator<String> change) throws IOException {
		// The JDK refuses a second lock in the same JVM instead of waiting for it.
		synchronized (CommonFile.class) {
			try (FileChannel file = open(); FileLock lock = file.lock()) {
				String text = new String(Channels.newInputStream(file).readAllBytes(), StandardCharsets.UTF_8);
				String changed = change.apply(text);
				if (!changed.equals(text) && lock.isValid()) {
					write(file, changed);
				}
				return changed;
			}
			catch (IOException ex) {
				throw new WriteFailure(this.path, ex);
			}
		}
	}

	/**
	 * Open the file, which is made if it does not exist, for what {@link #update} cannot
	 * do: to hold its lock for long. The lock of a process that ends is released.
	 * @return the file, not locked
	 * @throws IOException if it cannot be opened
	 */
	public FileChannel open() throws IOException {
		OwnerOnly.createDirectories(Objects.requireNonNull(this.path.getParent()));
		return FileChannel.open(this.path,
				Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE), OwnerOnly.FILE);
	}

	private static void write(FileChannel file, String text) throws IOException {
		file.truncate(0);
		ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
		for (long position = 0; bytes.hasRemaining();) {
			position += file.write(bytes, position);
		}
	}

}
