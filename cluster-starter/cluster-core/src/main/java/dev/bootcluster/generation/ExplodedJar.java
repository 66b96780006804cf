// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.generation;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A directory into which a Spring Boot jar was unpacked with its launcher. It is often
 * the application's working directory as well, with files that are not code.
 */
final class ExplodedJar {

	private static final String LAUNCHERS = "org.springframework.boot.loader.";

	private static final String NESTED = "BOOT-INF";

	/**
	 * What the jar consists of. PropertiesLauncher reads the last one.
	 */
	private static final List<String> CONTENT = List.of(NESTED, "META-INF", "org", "loader.properties");

	private ExplodedJar() {
	}

	/**
	 * Return whether a main class starts an application from such a directory.
	 */
	static boolean isLauncher(String main) {
		return main.startsWith(LAUNCHERS);
	}

	/**
	 * Return what of a directory on the launcher's class path is code.
	 * @param directory the directory
	 * @return the parts of the jar, or the directory itself if it is not an unpacked jar
	 */
	static List<Path> content(Path directory) {
		if (!Files.isDirectory(directory.resolve(NESTED))) {
			return List.of(directory);
		}
		return CONTENT.stream().map(directory::resolve).filter(Files::exists).toList();
	}

}
