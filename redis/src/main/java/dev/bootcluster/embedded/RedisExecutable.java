// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.embedded;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.bootcluster.ipc.WriteFailure;
import org.jspecify.annotations.Nullable;
import redis.embedded.core.ExecutableProvider;
import redis.embedded.model.OsArchitecture;

/**
 * A redis-server executable that may run on this system.
 *
 * @param name what it is, for people
 * @param installation puts it into a run's directory
 */
record RedisExecutable(String name, Installation installation) {

	private static final String SERVER = "redis-server";

	/**
	 * Return all that are worth trying, in this order: what the system's owner has
	 * installed fits the system, and gets security updates; the bundled one needs some
	 * libraries on x86-64; the one for 32-bit Linux is linked statically, and needs only
	 * a kernel that runs it.
	 * @param path the directories to search for an installed one
	 */
	static List<RedisExecutable> all(String path) {
		Map<OsArchitecture, String> resources = ExecutableProvider.newProvidedVersionsMap();
		OsArchitecture system = OsArchitecture.detectOSandArchitecture();
		Stream<RedisExecutable> found = Stream.of(installed(path), bundled(resources.get(system)));
		Stream<RedisExecutable> without = OsArchitecture.UNIX_x86_64.equals(system)
				? Stream.of(bundled(resources.get(OsArchitecture.UNIX_x86))) : Stream.empty();
		return Stream.concat(found, without).toList();
	}

	/**
	 * The executable is linked to, as it may need what lies beside it.
	 */
	static RedisExecutable installed(String path) {
		Path found = Stream.of(path.split(File.pathSeparator))
			.filter((directory) -> directory.startsWith("/"))
			.map((directory) -> Path.of(directory, SERVER))
			.filter((file) -> Files.isRegularFile(file) && Files.isExecutable(file))
			.findFirst()
			.orElse(null);
		return (found != null)
				? new RedisExecutable(found.toString(),
						(target) -> Files.createSymbolicLink(target, found.toRealPath()))
				: new RedisExecutable(SERVER + " on the PATH", (target) -> {
					throw new IOException("there is none");
				});
	}

	/**
	 * An executable that the embedded-redis library brings.
	 * @param resource its name, {@code null} if there is none for this system
	 */
	static RedisExecutable bundled(@Nullable String resource) {
		if (resource == null) {
			return new RedisExecutable("bundled " + SERVER, (target) -> {
				throw new IOException("there is none for this system");
			});
		}
		String name = resource.substring(resource.lastIndexOf('/') + 1);
		return new RedisExecutable("bundled " + name, (target) -> {
			try (InputStream content = ExecutableProvider.class.getResourceAsStream("/" + name)) {
				if (content == null) {
					throw new IOException("it is not on the class path");
				}
				copy(content, target);
			}
			Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwx------"));
		});
	}

	private static void copy(InputStream content, Path target) throws IOException {
		try {
			Files.copy(content, target);
		}
		catch (IOException ex) {
			throw new WriteFailure(target, ex);
		}
	}

	/**
	 * Put the executable into place, instead of any other.
	 * @throws IOException if that is impossible; the message says why
	 */
	void install(Path target) throws IOException {
		Files.deleteIfExists(target);
		this.installation.install(target);
	}

	/**
	 * Puts an executable into place.
	 */
	@FunctionalInterface
	interface Installation {

		void install(Path target) throws IOException;

	}

}
