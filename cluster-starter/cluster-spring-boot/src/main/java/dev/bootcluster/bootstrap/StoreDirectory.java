// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

import dev.bootcluster.ipc.OwnerOnly;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Finds the directory that keeps extracted applications and class archives for the next
 * start. Whoever can write to it decides what code runs, so only this user may have
 * access.
 */
final class StoreDirectory {

	private static final Log logger = LogFactory.getLog(StoreDirectory.class);

	private static final String OFF = "off";

	private static final String NAME = "boot-cluster";

	private StoreDirectory() {
	}

	/**
	 * Find the directory, creating it if necessary.
	 * @param configured the configured directory, {@code null} if none is configured
	 * @param environment the environment variables
	 * @return the directory, {@code null} if none is wanted or usable
	 */
	static @Nullable Path find(@Nullable String configured, Map<String, String> environment) {
		if (OFF.equalsIgnoreCase(configured)) {
			logger.info("Extracted applications and class archives are not kept for the next start: cluster.store=off");
			return null;
		}
		String place = StringUtils.hasText(configured) ? configured : defaultPlace(environment);
		try {
			return open(Path.of(place));
		}
		catch (IOException | InvalidPathException | UnsupportedOperationException ex) {
			logger.info(("Extracted applications and class archives are not kept for the next start, because %s "
					+ "cannot be used: %s. Set cluster.store to a directory with mode 700, or to 'off'")
				.formatted(place, (ex instanceof FileSystemException) ? ex : ex.getMessage()));
			return null;
		}
	}

	/**
	 * Find the directory for another purpose, without a word about it.
	 */
	static @Nullable Path quietly(@Nullable String configured, Map<String, String> environment) {
		try {
			String place = StringUtils.hasText(configured) ? configured : defaultPlace(environment);
			return OFF.equalsIgnoreCase(configured) ? null : open(Path.of(place));
		}
		catch (IOException | InvalidPathException | UnsupportedOperationException ex) {
			return null;
		}
	}

	/**
	 * The service manager's cache directory (the first if there are several), else the
	 * desktop's.
	 */
	private static String defaultPlace(Map<String, String> environment) {
		String service = environment.getOrDefault("CACHE_DIRECTORY", "").split(File.pathSeparator)[0];
		String desktop = environment.getOrDefault("XDG_CACHE_HOME", "");
		return Stream.of(service, desktop)
			.filter((directory) -> directory.startsWith("/"))
			.findFirst()
			.orElseGet(() -> System.getProperty("user.home", "?") + "/.cache") + "/" + NAME;
	}

	private static Path open(Path place) throws IOException {
		if (place.startsWith("?")) {
			throw new IOException("this user has no home directory");
		}
		OwnerOnly.createDirectories(place.toAbsolutePath());
		Path directory = place.toRealPath();
		if (directory.toString().contains(File.pathSeparator)) {
			throw new IOException("a class path cannot contain a directory with a colon in its name");
		}
		if (!OwnDirectory.MODE.equals(Files.getPosixFilePermissions(directory))) {
			throw new IOException("its mode is not 700");
		}
		OwnDirectory.checkOwner(directory);
		return directory;
	}

}
