// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import dev.bootcluster.ipc.CommonFile;
import dev.bootcluster.ipc.OwnerOnly;

/**
 * What the primary has seen in the files that workers have in common. Only the workers
 * know it otherwise, and a new one would make up secrets of its own.
 */
final class CommonTexts {

	private final Path cluster;

	private final Path directory;

	private final Map<String, String> seen = new TreeMap<>();

	CommonTexts(Path cluster) {
		this.cluster = cluster;
		this.directory = cluster.resolve(CommonFile.DIRECTORY);
	}

	/**
	 * Remember all files, and write those again that were deleted. Takes no lock, since
	 * it must not wait for a worker that stands still. Not used by two threads at once.
	 * @return the names of the files that were missing
	 * @throws IOException if one cannot be read or written
	 */
	List<String> restore() throws IOException {
		List<String> names = names();
		for (String name : names) {
			// One that is being written is empty, or will be read the next time.
			String text = Files.readString(this.directory.resolve(name));
			if (!text.isEmpty()) {
				this.seen.put(name, text);
			}
		}
		List<String> missing = new ArrayList<>();
		for (Map.Entry<String, String> text : this.seen.entrySet()) {
			if (!names.contains(text.getKey())) {
				write(this.directory.resolve(text.getKey()), text.getValue());
				missing.add(CommonFile.DIRECTORY + "/" + text.getKey());
			}
		}
		return missing;
	}

	/**
	 * Write a file that is complete as soon as it exists, unless a worker has made it
	 * meanwhile.
	 */
	private void write(Path file, String text) throws IOException {
		OwnerOnly.createDirectories(this.directory);
		Path complete = Files.createTempFile(this.cluster, "common-", null);
		try {
			Files.writeString(complete, text);
			Files.createLink(file, complete);
		}
		catch (FileAlreadyExistsException ex) {
			// It is the worker's.
		}
		finally {
			Files.delete(complete);
		}
	}

	private List<String> names() throws IOException {
		if (!Files.isDirectory(this.directory)) {
			return List.of();
		}
		try (Stream<Path> files = Files.list(this.directory)) {
			return files.map((file) -> file.getFileName().toString()).toList();
		}
	}

}
