// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

import dev.bootcluster.ipc.CommonFile;

/**
 * What the primary has seen in the files that workers have in common. Only the workers
 * know it otherwise, and a new one would make up secrets of its own.
 */
final class CommonTexts {

	private final Path directory;

	private final Map<String, String> seen = new TreeMap<>();

	CommonTexts(Path cluster) {
		this.directory = cluster.resolve(CommonFile.DIRECTORY);
	}

	/**
	 * Remember all files, and write those again that were deleted. Not used by two
	 * threads at once.
	 * @return the names of the files that were missing
	 * @throws IOException if one cannot be read or written
	 */
	List<String> restore() throws IOException {
		List<String> names = names();
		List<String> missing = new ArrayList<>();
		TreeSet<String> all = new TreeSet<>(names);
		all.addAll(this.seen.keySet());
		for (String name : all) {
			String before = this.seen.getOrDefault(name, "");
			this.seen.put(name,
					new CommonFile(this.directory.resolve(name)).update((text) -> text.isEmpty() ? before : text));
			if (!names.contains(name)) {
				missing.add(CommonFile.DIRECTORY + "/" + name);
			}
		}
		return missing;
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
