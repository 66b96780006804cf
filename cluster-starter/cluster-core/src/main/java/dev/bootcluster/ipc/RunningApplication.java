// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Which application a cluster runs, in a file of the cluster's directory. The command
 * line finds the cluster by it.
 *
 * @param names the absolute names of the jar or, without one, of the first entry of the
 * class path: as it was named, and where links led when the cluster was started
 * @param identity the jar's {@link #identity}
 * @param pid the process id of the primary
 * @param port the port that clients connect to
 * @param dashboard the URL of the dashboard, {@code null} if it is not known
 */
public record RunningApplication(List<String> names, String identity, long pid, int port, @Nullable String dashboard) {

	/**
	 * The name of the file.
	 */
	public static final String FILE = "cluster-application.json";

	/**
	 * Describe the application of this primary.
	 * @param file the jar or the first entry of the class path, an absolute path
	 * @param port the port that clients connect to
	 * @param dashboard the URL of the dashboard, {@code null} if it is not known
	 * @return the application
	 */
	public static RunningApplication of(Path file, int port, @Nullable String dashboard) {
		return new RunningApplication(List.copyOf(names(file)), identity(file), ProcessHandle.current().pid(), port,
				dashboard);
	}

	/**
	 * Return the names of a file, as it is named and without links.
	 * @param file the absolute path of the file, which need not exist
	 * @return the names
	 */
	public static Set<String> names(Path file) {
		Set<String> names = new LinkedHashSet<>();
		names.add(file.normalize().toString());
		try {
			names.add(file.toRealPath().toString());
		}
		catch (IOException ex) {
			// It was deleted, or replaced just now.
		}
		return names;
	}

	/**
	 * Return what a file keeps when it is moved, but not when it is replaced.
	 * @param file the file
	 * @return its identity, empty if it is no file
	 */
	public static String identity(Path file) {
		try {
			BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
			return attributes.isRegularFile() ? "%s %d %d".formatted(attributes.fileKey(), attributes.size(),
					attributes.lastModifiedTime().toMillis()) : "";
		}
		catch (IOException ex) {
			return "";
		}
	}

	/**
	 * Whether this is a certain application.
	 * @param names all names that its file may have
	 * @param identities all identities that its file may have
	 * @return {@code true} if one of them is this application's
	 */
	public boolean is(Collection<String> names, Collection<String> identities) {
		return !Collections.disjoint(this.names, names)
				|| !this.identity.isEmpty() && identities.contains(this.identity);
	}

	/**
	 * Write the file, unless it is there.
	 * @param directory the cluster's directory
	 * @return the file's name if it was missing, else nothing
	 * @throws IOException if it cannot be written
	 */
	public List<String> restore(Path directory) throws IOException {
		Path file = directory.resolve(FILE);
		if (Files.exists(file)) {
			return List.of();
		}
		Path complete = Files.createTempFile(directory, "cluster-application-", null);
		try {
			Wire.write(complete, this);
			Files.move(complete, file, StandardCopyOption.ATOMIC_MOVE);
		}
		finally {
			Files.deleteIfExists(complete);
		}
		return List.of(FILE);
	}

}
