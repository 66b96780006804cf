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

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The classes of an artifact as one JVM has them after a start, so that the next need not
 * read, check and link them again: an AOT cache from JDK 25 on (JEP 514), an AppCDS
 * archive before (JEP 350). It lives and dies with the artifact and fits only the JVM and
 * the options it was trained with, which its name stands for.
 *
 * @param file where it is, or will be
 * @param cache whether it is an AOT cache
 */
public record ClassArchive(Path file, boolean cache) {

	private static final int AOT_CACHE_SINCE = 25;

	/**
	 * The user decides, or an agent rewrites classes.
	 */
	private static final Pattern CONFLICT = Pattern
		.compile("-Xshare:.*|-XX:SharedArchiveFile=.*|-XX:AOT.*|-javaagent:.*|-agent(lib|path):.*|-Xbootclasspath.*"
				+ "|--patch-module.*|--upgrade-module-path.*|--limit-modules.*");

	/**
	 * Options that differ from worker to worker and do not matter to classes.
	 */
	private static final Pattern IRRELEVANT = Pattern
		.compile("-D.*|-Xlog.*|-XX:(HeapDumpPath|ErrorFile|StartFlight).*");

	/**
	 * The archive for workers of a generation.
	 * @param generation the generation
	 * @param jvmArgs the JVM options its workers get
	 * @return the archive, whether it exists or not
	 */
	public static ClassArchive of(Generation generation, List<String> jvmArgs) {
		boolean cache = Runtime.version().feature() >= AOT_CACHE_SINCE;
		String key = key(jvmArgs.stream().filter((option) -> !IRRELEVANT.matcher(option).matches()));
		Path file = generation.artifact().directory().resolve("classes-" + key + (cache ? ".aot" : ".jsa"));
		return new ClassArchive(file, cache);
	}

	/**
	 * Whether there can be an archive: only of jars, and where the user did not decide
	 * otherwise.
	 * @param generation the generation
	 * @param jvmArgs the JVM options its workers get
	 * @return whether it makes sense to train one
	 */
	public static boolean isPossible(Generation generation, List<String> jvmArgs) {
		String classPath = generation.artifact().invocation().classPath();
		return jvmArgs.stream().noneMatch(CONFLICT.asMatchPredicate()) && (classPath == null
				|| Stream.of(classPath.split(File.pathSeparator)).noneMatch(ClassArchive::isDirectory));
	}

	private static boolean isDirectory(String entry) {
		return Files.isDirectory(Path.of(entry));
	}

	private static String key(Stream<String> options) {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			Stream.concat(Stream.of(System.getProperty("java.vm.version"), System.getProperty("java.home")), options)
				.forEach((part) -> digest.update((part + "\0").getBytes(StandardCharsets.UTF_8)));
			return HexFormat.of().formatHex(digest.digest(), 0, 6);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Whether it can be used.
	 * @return whether it was trained
	 */
	public boolean exists() {
		return Files.exists(this.file);
	}

	/**
	 * The option that uses it. A JVM that cannot use it says so in a line and starts
	 * without.
	 * @return the option
	 */
	public String useOption() {
		return (this.cache ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + this.file;
	}

	/**
	 * The options that train it: it is written when the JVM ends in good order.
	 * @return the options
	 */
	public List<String> trainOptions() {
		return List.of((this.cache ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + unfinished(),
				"-Xlog:disable");
	}

	/**
	 * The training has ended.
	 * @return whether there is an archive now
	 * @throws IOException if it cannot be put into its place
	 */
	public boolean finish() throws IOException {
		Path unfinished = unfinished();
		return Files.exists(unfinished) && Files.size(unfinished) > 0 && PinnedFiles.move(unfinished, this.file);
	}

	/**
	 * Remove what a training has written that did not come to its end, or what one before
	 * has left.
	 * @throws IOException if it cannot be removed
	 */
	public void discard() throws IOException {
		Files.deleteIfExists(unfinished());
	}

	private Path unfinished() {
		return this.file.resolveSibling("unfinished-" + this.file.getFileName());
	}

}
