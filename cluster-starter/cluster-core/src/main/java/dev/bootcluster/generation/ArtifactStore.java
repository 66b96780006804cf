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
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import dev.bootcluster.process.JavaInvocation;
import dev.bootcluster.process.JvmOption;
import dev.bootcluster.process.JvmPurpose;
import dev.bootcluster.process.JvmRun;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Keeps artifacts, each once: a reload that finds the same code has nothing to copy. A
 * Spring Boot jar is extracted, because that starts faster and is what class archives
 * need. Used by one thread at a time.
 */
public final class ArtifactStore {

	private static final Log logger = LogFactory.getLog(ArtifactStore.class);

	private static final String UNFINISHED = "unfinished-";

	/**
	 * Where the code is in an artifact's directory.
	 */
	private static final String CODE = "app";

	private static final Duration EXTRACTION_TIMEOUT = Duration.ofMinutes(1);

	private final Path directory;

	/**
	 * Create a new store.
	 * @param directory where it is, created when needed
	 */
	public ArtifactStore(Path directory) {
		this.directory = directory;
	}

	/**
	 * Keep what an invocation would run now.
	 * @param invocation how the application is run from where the user has it
	 * @return the artifact
	 * @throws ArtifactException if the code is missing, damaged or being written
	 * @throws IOException if it cannot be stored
	 */
	public Artifact pin(JavaInvocation invocation) throws IOException {
		PinnedFiles files = PinnedFiles.of(invocation);
		String key = files.key();
		Path home = this.directory.resolve(key);
		if (!Files.exists(home)) {
			make(invocation, files, key, home);
		}
		return new Artifact(key, home, files.pinned(home.resolve(CODE)));
	}

	private void make(JavaInvocation invocation, PinnedFiles files, String key, Path home) throws IOException {
		Files.createDirectories(this.directory);
		Path unfinished = Files.createTempDirectory(this.directory, UNFINISHED);
		try {
			Path code = unfinished.resolve(CODE);
			if (!files.copy(code).equals(key)) {
				throw PinnedFiles.beingWritten(invocation.classPath() == null ? invocation.main() : "The class path");
			}
			if (invocation.classPath() == null) {
				extract(invocation, Path.of(files.pinned(code).main()));
			}
			PinnedFiles.move(unfinished, home);
		}
		finally {
			PinnedFiles.delete(unfinished);
		}
	}

	/**
	 * Replace a jar by what is in it.
	 */
	private static void extract(JavaInvocation invocation, Path jar) throws IOException {
		if (!Jar.isExtractable(jar)) {
			return;
		}
		Path packed = Files.move(jar, jar.resolveSibling("packed-" + jar.getFileName()));
		Path home = Objects.requireNonNull(jar.getParent());
		List<String> command = new ArrayList<>(List.of(invocation.java().toString()));
		command.addAll(JvmOption.forChild(invocation.jvmArgs(), JvmPurpose.EXTRACTION));
		command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Djarmode=tools", "-jar",
				packed.toString(), "extract", "--force", "--destination", home.toString(), "--application-filename",
				String.valueOf(jar.getFileName())));
		try {
			JvmRun extraction = JvmRun.of(command, Map.of(), home.resolve("extraction.log"), EXTRACTION_TIMEOUT);
			if (!extraction.succeeded()) {
				throw new ArtifactException("%s cannot be extracted: %s".formatted(invocation.main(),
						String.join(System.lineSeparator(), extraction.output())));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException("Interrupted while extracting " + invocation.main(), ex);
		}
		finally {
			Files.deleteIfExists(packed);
		}
	}

	/**
	 * The main class of a jar.
	 * @param jar the jar, pinned
	 * @return the class's name
	 * @throws IOException if the jar names none
	 */
	public static String mainClass(Path jar) throws IOException {
		String main = Jar.mainClass(jar);
		if (main == null) {
			throw new ArtifactException(jar + " has no Main-Class");
		}
		return main;
	}

	/**
	 * Remove all artifacts that nobody needs any more.
	 * @param needed the others
	 */
	public void retain(Collection<Artifact> needed) {
		List<String> keys = needed.stream().map(Artifact::key).toList();
		try (Stream<Path> kept = Files.list(this.directory)) {
			for (Path artifact : kept.toList()) {
				if (!keys.contains(artifact.getFileName().toString())) {
					PinnedFiles.delete(artifact);
				}
			}
		}
		catch (IOException ex) {
			logger.warn("Artifacts that nobody needs are left behind: " + ex);
		}
	}

}
