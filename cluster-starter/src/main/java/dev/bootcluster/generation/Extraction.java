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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Replaces a Spring Boot jar by what is in it, with the tools it brings along.
 */
final class Extraction {

	static final long MAX_SECONDS = 60;

	private Extraction() {
	}

	/**
	 * Extract a jar, if it can be.
	 * @param java the {@code java} executable
	 * @param jar the jar
	 */
	static void extract(Path java, Path jar) throws IOException {
		if (!Jar.isExtractable(jar)) {
			return;
		}
		Path packed = Files.move(jar, jar.resolveSibling("packed-" + jar.getFileName()));
		Path home = Objects.requireNonNull(jar.getParent());
		Path log = home.resolve("extraction.log");
		Process extraction = new ProcessBuilder(java.toString(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
				"-Djarmode=tools", "-jar", packed.toString(), "extract", "--force", "--destination", home.toString(),
				"--application-filename", String.valueOf(jar.getFileName()))
			.redirectErrorStream(true)
			.redirectOutput(log.toFile())
			.start();
		try {
			if (!extraction.waitFor(MAX_SECONDS, TimeUnit.SECONDS) || extraction.exitValue() != 0) {
				// Perhaps the disk is full: elsewhere it may go well.
				throw new IOException(
						"%s cannot be extracted: %s".formatted(jar.getFileName(), Files.readString(log).strip()));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException("Interrupted while extracting " + jar.getFileName(), ex);
		}
		finally {
			extraction.destroyForcibly();
			Files.deleteIfExists(log);
			Files.deleteIfExists(packed);
		}
	}

}
