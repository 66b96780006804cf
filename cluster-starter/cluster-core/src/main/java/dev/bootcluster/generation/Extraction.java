// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.generation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.bootcluster.process.JavaInvocation;
import dev.bootcluster.process.JvmOption;
import dev.bootcluster.process.JvmPurpose;
import dev.bootcluster.process.JvmRun;

/**
 * Replaces a Spring Boot jar by its contents, using the tools inside it.
 */
final class Extraction {

	static final Duration TIMEOUT = Duration.ofMinutes(1);

	private Extraction() {
	}

	/**
	 * Extract a jar if possible.
	 * @param application how the application is started
	 * @param jar the jar
	 */
	static void extract(JavaInvocation application, Path jar) throws IOException {
		if (!Jar.isExtractable(jar)) {
			return;
		}
		Path packed = Files.move(jar, jar.resolveSibling("packed-" + jar.getFileName()));
		Path home = Objects.requireNonNull(jar.getParent());
		List<String> command = new ArrayList<>(List.of(application.java().toString()));
		command.addAll(JvmOption.forChild(application.jvmArgs(), JvmPurpose.EXTRACTION));
		command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Djarmode=tools", "-jar",
				packed.toString(), "extract", "--force", "--destination", home.toString(), "--application-filename",
				String.valueOf(jar.getFileName())));
		try {
			JvmRun extraction = JvmRun.of(command, Map.of(), home, home.resolve("extraction.log"), TIMEOUT);
			if (!extraction.succeeded()) {
				// The disk may be full, even for what it printed: it may succeed
				// elsewhere.
				throw new IOException("Cannot extract %s: %s".formatted(jar.getFileName(), extraction.output().isEmpty()
						? "it ended without a word" : String.join(System.lineSeparator(), extraction.output())));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException("Interrupted while extracting " + jar.getFileName(), ex);
		}
		finally {
			Files.deleteIfExists(packed);
		}
	}

}
