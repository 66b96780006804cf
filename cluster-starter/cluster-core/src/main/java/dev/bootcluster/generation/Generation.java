// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.generation;

import java.nio.file.Path;

/**
 * One state of the application's code and configuration. Every worker of the generation
 * starts from it, whatever has happened to the original files since.
 *
 * @param number its number
 * @param directory what belongs to this generation alone
 * @param artifact the code
 * @param settings what its configuration says about workers
 */
public record Generation(int number, Path directory, Artifact artifact, GenerationSettings settings) {

	private static final String CONFIGURATION = "configuration.json";

	private static final String SETTINGS = "settings.json";

	/**
	 * Return the resolved configuration.
	 * @return the file
	 */
	public Path configuration() {
		return configuration(this.directory);
	}

	/**
	 * Return where a generation's configuration is.
	 * @param directory the generation's directory
	 * @return the file
	 */
	public static Path configuration(Path directory) {
		return directory.resolve(CONFIGURATION);
	}

	/**
	 * Return where a generation's settings are.
	 * @param directory the generation's directory
	 * @return the file
	 */
	public static Path settings(Path directory) {
		return directory.resolve(SETTINGS);
	}

}
