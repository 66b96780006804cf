// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import dev.bootcluster.ipc.OwnerOnly;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;

/**
 * Directories in which a library or a program may be unpacked and used. A file system
 * that is mounted with the option noexec (mount(8)) forbids that, as some temporary
 * directories do.
 *
 * @param places the places that come into question, the best one first
 */
record ExecutablePlaces(List<Path> places) {

	/**
	 * Where all users may write, and what is there survives a restart of the machine.
	 */
	private static final Path LASTING = Path.of("/var/tmp");

	/**
	 * Find the places after a given one.
	 * @param first the preferred place
	 * @param environment the application's environment, which may name the store
	 * @param variables the environment variables
	 */
	static ExecutablePlaces after(Path first, Environment environment, Map<String, String> variables) {
		List<Path> places = new ArrayList<>(List.of(first));
		Path store = StoreDirectory.quietly(environment.getProperty("cluster.store"), variables);
		if (store != null) {
			places.add(store);
		}
		places.add(LASTING);
		places.addAll(RuntimePlaces.of(variables, System.getProperty("java.io.tmpdir"), false).places());
		return new ExecutablePlaces(places.stream().distinct().toList());
	}

	/**
	 * Find where a cluster's large files go that are not the application's code, among
	 * them programs: into its directory, unless that is in memory.
	 * @param directory the cluster's directory
	 * @param environment the application's environment
	 */
	static Path large(ClusterDirectory directory, Environment environment) {
		Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
		boolean inMemory = directory.isTemporary() && !directory.path().startsWith(temporary);
		Path preferred = inMemory ? temporary : directory.path();
		Path found = after(preferred, environment, System.getenv()).first(ExecutablePlaces::allows);
		return (found != null) ? found : preferred;
	}

	/**
	 * Return the first that allows it.
	 * @param allows tells whether one does
	 * @return the place, {@code null} if none does
	 */
	@Nullable Path first(Predicate<Path> allows) {
		return this.places.stream().filter(allows).findFirst().orElse(null);
	}

	/**
	 * Return whether files in a directory may be executed: the kernel denies that access
	 * whatever the file's mode is (access(2)).
	 */
	static boolean allows(Path directory) {
		try {
			Path probe = Files.createTempFile(directory, "probe-", null, OwnerOnly.DIRECTORY);
			try {
				return Files.isExecutable(probe);
			}
			finally {
				Files.delete(probe);
			}
		}
		catch (IOException | UnsupportedOperationException ex) {
			return false;
		}
	}

}
