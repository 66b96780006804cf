/*
 * Copyright 2026 the Boot Cluster authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

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

	private static final String CONFIGURATION = "application.properties";

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
