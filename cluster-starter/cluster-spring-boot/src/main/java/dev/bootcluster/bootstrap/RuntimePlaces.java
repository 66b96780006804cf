// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where a cluster's directory is made if the user names none.
 *
 * @param places the places, the best one first
 */
record RuntimePlaces(List<Path> places) {

	/**
	 * Generations' configurations and thread dumps need less.
	 */
	private static final long ROOM = 16L << 20;

	/**
	 * Find the places: the service manager's directory for this service
	 * ({@code RuntimeDirectory=} in systemd.exec(5), the first if there are several),
	 * then the user's (XDG Base Directory Specification), then the temporary directory,
	 * where others may delete what looks forgotten.
	 * @param environment the environment variables
	 * @param temporary the temporary directory
	 * @param code whether the directory will hold the application's code. The first two
	 * are in memory, and the user's is small.
	 */
	static RuntimePlaces of(Map<String, String> environment, String temporary, boolean code) {
		Stream<String> inMemory = Stream.of(
				environment.getOrDefault("RUNTIME_DIRECTORY", "").split(File.pathSeparator)[0],
				environment.getOrDefault("XDG_RUNTIME_DIR", ""));
		return new RuntimePlaces(Stream
			.concat(code ? Stream.empty() : inMemory.filter((directory) -> directory.startsWith("/")),
					Stream.of(temporary))
			.map(Path::of)
			.distinct()
			.toList());
	}

	/**
	 * Make a new directory in the first place that can be used, after those of killed
	 * clusters have been removed from all.
	 * @throws ClusterStartException if none can be used
	 */
	ClusterDirectory create() {
		this.places.forEach(AbandonedDirectories::sweep);
		List<String> failures = new ArrayList<>();
		Path last = this.places.get(this.places.size() - 1);
		for (Path place : this.places) {
			try {
				if (!place.equals(last)) {
					check(place);
				}
				return ClusterDirectory.create(place);
			}
			catch (ClusterStartException ex) {
				if (this.places.size() == 1) {
					throw ex;
				}
				failures.add(0, String.valueOf(ex.getMessage()));
			}
			catch (IOException | UnsupportedOperationException ex) {
				failures.add(0, "%s (%s)".formatted(ex, place));
			}
		}
		throw ClusterDirectory.unusable(last, String.join("; ", failures));
	}

	/**
	 * What the environment names may be another user's, as in {@code su} without a login.
	 */
	private static void check(Path place) throws IOException {
		OwnDirectory.checkOwner(place);
		if (place.toFile().getUsableSpace() < ROOM) {
			throw new IOException("less than %d MB are free".formatted(ROOM >> 20));
		}
	}

}
