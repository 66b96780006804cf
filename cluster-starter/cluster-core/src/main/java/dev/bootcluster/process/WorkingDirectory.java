// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * The working directory of this JVM as the user named it: a deployment may move a link in
 * its path to another release, and the kernel knows only where the link led at the start.
 */
public final class WorkingDirectory {

	private static final String VARIABLE = "PWD";

	private WorkingDirectory() {
	}

	/**
	 * Return the working directory, with the links through which the user entered it.
	 * @return an absolute path
	 */
	static Path named() {
		return named(System.getenv(VARIABLE), actual());
	}

	/**
	 * A shell keeps the name in a variable. It proves nothing, because whoever starts a
	 * process in another directory may leave the variable as it is.
	 */
	static Path named(@Nullable String variable, Path actual) {
		try {
			return (variable != null && variable.startsWith("/") && isSame(Path.of(variable), actual))
					? Path.of(variable) : actual;
		}
		catch (InvalidPathException ex) {
			return actual;
		}
	}

	private static Path actual() {
		return Path.of("").toAbsolutePath();
	}

	/**
	 * Make a file's name absolute, through the links of the working directory if they
	 * lead to the same file.
	 * @param file the name, possibly relative
	 * @return the absolute name
	 */
	public static Path resolve(String file) {
		return resolve(file, named(), actual());
	}

	static Path resolve(String file, Path named, Path actual) {
		Path original = actual.resolve(file);
		Path candidate = named.resolve(file).normalize();
		return isSame(candidate, original) ? candidate : original.normalize();
	}

	private static boolean isSame(Path one, Path other) {
		try {
			return Files.isSameFile(one, other);
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Return where the links in a directory's path lead now.
	 * @param directory the directory
	 * @return the directory without links, or as it is if it does not exist
	 */
	static Path current(Path directory) {
		try {
			return directory.toRealPath();
		}
		catch (IOException ex) {
			return directory;
		}
	}

	/**
	 * Return a directory in which a process can be started: no JVM starts in one that was
	 * deleted.
	 * @param wanted the directory it should be
	 * @return that, otherwise where this JVM's own directory is now, otherwise the
	 * nearest one above that is still there
	 */
	public static Path existing(Path wanted) {
		return existing(wanted, System.getenv(VARIABLE));
	}

	static Path existing(Path wanted, @Nullable String variable) {
		if (!Files.isDirectory(wanted) && variable != null && variable.startsWith("/")
				&& Files.isDirectory(Path.of(variable))) {
			return Path.of(variable);
		}
		Path directory = wanted.toAbsolutePath();
		while (!Files.isDirectory(directory) && directory.getParent() != null) {
			directory = directory.getParent();
		}
		return directory;
	}

	/**
	 * Return a directory in which a child of this JVM can be started.
	 * @return this JVM's own working directory, or a substitute if it was deleted
	 */
	public static Path existing() {
		return existing(actual());
	}

}
