// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where a cluster's directory is made if the user names none.
 */
final class RuntimePlaces {

	private RuntimePlaces() {
	}

	/**
	 * Find the places, the best one first: the service manager's directory for this
	 * service ({@code RuntimeDirectory=} in systemd.exec(5), the first if there are
	 * several), then the user's (XDG Base Directory Specification), then the temporary
	 * directory, where others may delete what looks forgotten.
	 * @param environment the environment variables
	 * @param temporary the temporary directory
	 * @param code whether the directory will hold the application's code. The first two
	 * are in memory, and the user's is small.
	 */
	static List<Path> of(Map<String, String> environment, String temporary, boolean code) {
		Stream<String> inMemory = Stream.of(
				environment.getOrDefault("RUNTIME_DIRECTORY", "").split(File.pathSeparator)[0],
				environment.getOrDefault("XDG_RUNTIME_DIR", ""));
		return Stream
			.concat(code ? Stream.empty() : inMemory.filter((directory) -> directory.startsWith("/")),
					Stream.of(temporary))
			.map(Path::of)
			.distinct()
			.toList();
	}

}
