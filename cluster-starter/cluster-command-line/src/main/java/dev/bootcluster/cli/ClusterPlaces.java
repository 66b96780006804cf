// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cli;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import dev.bootcluster.ipc.Ipc;
import dev.bootcluster.ipc.OwnerOnly;
import dev.bootcluster.ipc.RunningApplication;

/**
 * Where directories of running clusters may be: those that the primary chooses itself,
 * and, as users can name any other, those where the kernel knows of a control socket.
 *
 * @param places where a primary makes its directory if the user names none
 * @param sockets the kernel's list of Unix sockets
 */
record ClusterPlaces(List<Path> places, Path sockets) {

	private static final String NAMES = "boot-cluster-[0-9]*";

	/**
	 * Find the places.
	 * @param environment the environment variables
	 * @param temporary the temporary directory of this JVM
	 */
	static ClusterPlaces of(Map<String, String> environment, String temporary) {
		return new ClusterPlaces(Stream
			.of(environment.getOrDefault("RUNTIME_DIRECTORY", "").split(File.pathSeparator)[0],
					environment.getOrDefault("XDG_RUNTIME_DIR", ""), "/run/user/" + userId(), temporary, "/tmp")
			.filter((directory) -> directory.startsWith("/"))
			.map(Path::of)
			.distinct()
			.toList(), Path.of("/proc/net/unix"));
	}

	private static String userId() {
		try {
			return String.valueOf(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
		}
		catch (IOException | UnsupportedOperationException | IllegalArgumentException ex) {
			return "none";
		}
	}

	/**
	 * Return the clusters that seem to run and that this user may read of.
	 */
	List<KnownCluster> clusters() {
		Set<Path> directories = new LinkedHashSet<>();
		this.places.forEach((place) -> addAll(directories, place));
		addSockets(directories);
		return directories.stream().flatMap((directory) -> KnownCluster.in(directory).stream()).toList();
	}

	private static void addAll(Set<Path> directories, Path place) {
		try (DirectoryStream<Path> found = Files.newDirectoryStream(place, NAMES)) {
			found.forEach((directory) -> add(directories, directory));
		}
		catch (IOException | DirectoryIteratorException ex) {
			// There is no such place here.
		}
	}

	/**
	 * The path is the last word of a line and may contain spaces (proc(5)).
	 */
	private void addSockets(Set<Path> directories) {
		try (Stream<String> lines = Files.lines(this.sockets, StandardCharsets.ISO_8859_1)) {
			lines.filter((line) -> line.endsWith("/" + Ipc.CONTROL_SOCKET) && line.indexOf(" /") >= 0)
				.forEach((line) -> addSocket(directories, utf8(line.substring(line.indexOf(" /") + 1))));
		}
		catch (IOException | UncheckedIOException ex) {
			// The places must do.
		}
	}

	private static void addSocket(Set<Path> directories, String path) {
		try {
			add(directories, Path.of(path.substring(0, path.lastIndexOf('/') + 1)));
		}
		catch (InvalidPathException ex) {
			// Not in this locale's characters.
		}
	}

	private static String utf8(String latin) {
		return new String(latin.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
	}

	private static void add(Set<Path> directories, Path directory) {
		try {
			Path real = directory.toRealPath();
			if (isOwn(real) && Files.isRegularFile(real.resolve(RunningApplication.FILE), LinkOption.NOFOLLOW_LINKS)) {
				directories.add(real);
			}
		}
		catch (IOException ex) {
			// It was removed just now, or another user's.
		}
	}

	/**
	 * Anybody can make a directory in /tmp that looks like a cluster's.
	 */
	private static boolean isOwn(Path directory) throws IOException {
		return userId().equals(String.valueOf(Files.getAttribute(directory, "unix:uid")))
				&& OwnerOnly.DIRECTORY.value().containsAll(Files.getPosixFilePermissions(directory));
	}

}
