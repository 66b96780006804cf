// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.generation;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The classes of an artifact as one JVM has them after a start, so that the next need not
 * read, verify and link them again: an AOT cache from JDK 25 on (JEP 514), an AppCDS
 * archive before (JEP 350). It shares the artifact's lifetime and fits only the JVM and
 * the options it was trained with, which are encoded in its directory's name.
 *
 * @param file where the archive is, or will be
 * @param cache whether it is an AOT cache
 */
public record ClassArchive(Path file, boolean cache) {

	private static final int AOT_CACHE_SINCE = 25;

	private static final String DIRECTORY = "classes-";

	private static final String CACHE = "classes.aot";

	private static final String APPCDS = "classes.jsa";

	/**
	 * A trainee serves no requests, so its method profiles (JEP 515) say what a start
	 * needs. A worker would compile that first, and its requests would wait for it.
	 */
	private static final List<String> WITHOUT_PROFILES = List.of("-XX:+IgnoreUnrecognizedVMOptions",
			"-XX:+UnlockDiagnosticVMOptions", "-XX:-AOTRecordTraining");

	/**
	 * Distinguishes what this JVM trains from what another JVM's trainee may still be
	 * writing.
	 */
	private static final String UNFINISHED = "unfinished-%s-".formatted(UUID.randomUUID());

	/**
	 * The user wants no archive, or an agent rewrites classes.
	 */
	private static final Pattern CONFLICT = Pattern
		.compile("-Xshare:off|-XX:AOTMode=off|-javaagent:.*|-agent(lib|path):.*|-Xrun.*|-Xbootclasspath.*"
				+ "|--patch-module.*|--upgrade-module-path.*|--limit-modules.*");

	/**
	 * The user's own archive. It was made of files in another place, so a worker's JVM
	 * would reject it, and there can be only one.
	 */
	private static final Pattern OTHER = Pattern.compile("-XX:(SharedArchiveFile|AOTCache)=.*");

	/**
	 * Options that differ between workers and do not affect classes.
	 */
	private static final Pattern IRRELEVANT = Pattern
		.compile("-D.*|-Xlog.*|-XX:(HeapDumpPath|ErrorFile|StartFlight).*");

	/**
	 * Return the archive for workers of a generation.
	 * @param generation the generation
	 * @param jvmArgs the JVM options its workers get
	 * @return the archive, whether or not it exists
	 */
	public static ClassArchive of(Generation generation, List<String> jvmArgs) {
		boolean cache = Runtime.version().feature() >= AOT_CACHE_SINCE;
		String key = key(Stream.concat(profiling(cache).stream(),
				withoutOther(jvmArgs).stream().filter((option) -> !IRRELEVANT.matcher(option).matches())));
		Path directory = generation.artifact().directory().resolve(DIRECTORY + key);
		return new ClassArchive(directory.resolve(cache ? CACHE : APPCDS), cache);
	}

	/**
	 * Return whether an option names an archive that this one takes the place of.
	 * @param option the option
	 * @return {@code true} if it does
	 */
	public static boolean replaces(String option) {
		return OTHER.matcher(option).matches();
	}

	/**
	 * Return the options for workers that use this archive.
	 * @param jvmArgs the JVM options
	 * @return all but those that name another archive
	 */
	public static List<String> withoutOther(List<String> jvmArgs) {
		return jvmArgs.stream().filter((option) -> !replaces(option)).toList();
	}

	/**
	 * Return whether there can be an archive: only for jars, and unless the user has
	 * decided otherwise.
	 * @param generation the generation
	 * @param jvmArgs the JVM options its workers get
	 * @return whether one can be trained
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
			Stream.concat(Stream.concat(Stream.of(System.getProperty("java.vm.version")), javaHome()), options)
				.forEach((part) -> digest.update((part + "\0").getBytes(StandardCharsets.UTF_8)));
			return HexFormat.of().formatHex(digest.digest(), 0, 6);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * A JVM refuses an archive if its JDK was replaced, even by the same version.
	 */
	private static Stream<String> javaHome() {
		Path home = Path.of(System.getProperty("java.home"));
		File modules = home.resolve("lib/modules").toFile();
		return Stream.of(home.toString(), Long.toString(modules.length()), Long.toString(modules.lastModified()));
	}

	/**
	 * Return whether the archive can be used.
	 * @return whether it was trained and has not changed since
	 */
	public boolean exists() {
		return seal(directory()).isIntact();
	}

	/**
	 * Delete what the trainees of killed processes left behind.
	 */
	private static void deleteUnfinished(Path artifact) throws IOException {
		try (DirectoryStream<Path> trainings = Files.newDirectoryStream(artifact, "unfinished-*-" + DIRECTORY + "*")) {
			for (Path training : trainings) {
				String name = training.getFileName().toString();
				name = name.substring(name.lastIndexOf(DIRECTORY));
				if (!Files.exists(artifact.resolve(UNFINISHED + name))) {
					ArchiveTraining.deleteAbandoned(training, artifact.resolve(name));
				}
			}
		}
	}

	/**
	 * Find out which archives of an artifact are unchanged where file times cannot tell.
	 * @param artifact the artifact's directory
	 */
	static void verify(Path artifact) throws IOException {
		deleteUnfinished(artifact);
		try (DirectoryStream<Path> directories = Files.newDirectoryStream(artifact, DIRECTORY + "*")) {
			for (Path directory : directories) {
				for (String file : List.of(CACHE, APPCDS)) {
					if (Files.exists(directory.resolve(file))) {
						new Seal(directory, file).verify();
					}
				}
			}
		}
	}

	/**
	 * Return the option that uses the archive. A JVM that cannot use it prints one line
	 * about that and starts without.
	 * @return the option
	 */
	public String useOption() {
		return (this.cache ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + this.file;
	}

	/**
	 * Begin to train the archive, as the only process to do so.
	 * @return the training, {@code null} if another cluster is training it or just has
	 * @throws IOException if nothing can be written here
	 */
	public @Nullable ArchiveTraining begin() throws IOException {
		return ArchiveTraining.begin(this);
	}

	/**
	 * Return the options that train the archive, which is written when the JVM ends
	 * normally.
	 * @return the options
	 */
	public List<String> trainOptions() {
		String output = (this.cache ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=")
				+ unfinished().resolve(this.file.getFileName());
		return Stream.concat(Stream.of(output, "-Xlog:disable"), profiling(this.cache).stream()).toList();
	}

	private static List<String> profiling(boolean cache) {
		return cache ? WITHOUT_PROFILES : List.of();
	}

	/**
	 * Return where the archive is trained.
	 */
	Path unfinished() {
		return directory().resolveSibling(UNFINISHED + directory().getFileName());
	}

	/**
	 * Return the directory that holds just the archive and its seal.
	 */
	Path directory() {
		return Objects.requireNonNull(this.file.getParent());
	}

	Seal seal(Path directory) {
		return new Seal(directory, this.file.getFileName().toString());
	}

}
