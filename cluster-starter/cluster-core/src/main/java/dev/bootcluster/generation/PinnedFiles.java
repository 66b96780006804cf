// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.generation;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.bootcluster.process.JavaInvocation;
import org.jspecify.annotations.Nullable;

/**
 * All files an invocation runs, to be copied to one directory. They keep their places
 * relative to each other, because a jar's manifest may name its neighbours.
 */
final class PinnedFiles {

	/**
	 * Part of every key: what we make from the same files may change between our
	 * versions.
	 */
	private static final String LAYOUT = "3";

	private final JavaInvocation invocation;

	private final Path root;

	private final Set<Path> sources;

	private final boolean launcher;

	private PinnedFiles(JavaInvocation invocation, Set<Path> sources) {
		this.invocation = invocation;
		this.sources = sources;
		this.root = commonParent(sources);
		this.launcher = ExplodedJar.isLauncher(invocation.main());
	}

	/**
	 * Collect the files of an invocation.
	 * @param invocation what runs
	 * @throws ArtifactException if a file is missing or damaged
	 */
	static PinnedFiles of(JavaInvocation invocation) throws IOException {
		return new PinnedFiles(invocation, sources(invocation));
	}

	/**
	 * Return a key for the current content.
	 * @throws ArtifactException if a file is being written
	 */
	String key() throws IOException {
		return read(null);
	}

	/**
	 * Copy the files and verify the copies.
	 * @param target an empty directory
	 * @return the key of the copies
	 * @throws ArtifactException if a file is damaged or being written
	 */
	String copy(Path target) throws IOException {
		return read(target);
	}

	/**
	 * Return how to run the copies.
	 * @param target where they are
	 */
	JavaInvocation pinned(Path target) {
		String classPath = this.invocation.classPath();
		JavaInvocation invocation = this.invocation.withCurrentDirectory();
		return (classPath == null) ? invocation.withMain(pinned(main(), target).toString())
				: invocation.withClassPath(entries(classPath)
					.map((entry) -> this.sources.contains(entry) ? pinned(entry, target).toString() : entry.toString())
					.collect(Collectors.joining(File.pathSeparator)));
	}

	private Path main() {
		return Path.of(this.invocation.main()).toAbsolutePath().normalize();
	}

	private Path pinned(Path source, Path target) {
		return target.resolve(this.root.relativize(source).toString());
	}

	private static Set<Path> sources(JavaInvocation invocation) throws IOException {
		Set<Path> sources = new LinkedHashSet<>();
		String classPath = invocation.classPath();
		if (classPath == null) {
			Path jar = Path.of(invocation.main()).toAbsolutePath().normalize();
			if (!Files.isRegularFile(jar)) {
				throw new ArtifactException(jar + " does not exist");
			}
			add(jar, sources);
		}
		else {
			for (Path entry : entries(classPath).toList()) {
				add(entry, sources);
			}
		}
		return sources;
	}

	/**
	 * Return the bytes of all files.
	 */
	long bytes() throws IOException {
		long bytes = 0;
		for (Path source : this.sources) {
			for (Path part : parts(source)) {
				bytes += size(part.toRealPath());
			}
		}
		return bytes;
	}

	private List<Path> parts(Path source) {
		return this.launcher ? ExplodedJar.content(source) : List.of(source);
	}

	private static Stream<Path> entries(String classPath) {
		return Stream.of(classPath.split(File.pathSeparator))
			.filter((entry) -> !entry.isEmpty())
			.map((entry) -> Path.of(entry).toAbsolutePath().normalize());
	}

	private static void add(Path source, Set<Path> sources) throws IOException {
		if (!Files.exists(source) || !sources.add(source) || Files.isDirectory(source)) {
			return;
		}
		try {
			for (Path neighbour : Jar.classPath(source)) {
				add(neighbour, sources);
			}
		}
		catch (IOException ex) {
			throw new ArtifactException("%s cannot be read: %s".formatted(source, ex.getMessage()), ex);
		}
	}

	private String read(@Nullable Path target) throws IOException {
		MessageDigest digest = sha256();
		// A jar that is run with -jar is extracted, one on a class path is not.
		add(digest, LAYOUT, (this.invocation.classPath() == null) ? "jar" : "class path");
		for (Path source : this.sources) {
			read(source, target, digest);
		}
		return HexFormat.of().formatHex(digest.digest(), 0, 12);
	}

	private void read(Path source, @Nullable Path target, MessageDigest digest) throws IOException {
		if (!Files.isDirectory(source)) {
			readFile(source, target, digest);
			if (target != null) {
				Jar.check(pinned(source, target));
			}
			return;
		}
		if (target != null) {
			Files.createDirectories(pinned(source, target));
		}
		for (Path part : parts(source)) {
			for (Path file : files(part)) {
				readFile(file, target, digest);
			}
		}
	}

	/**
	 * A class loader follows links to files and directories alike.
	 */
	private static List<Path> files(Path directory) throws IOException {
		try (Stream<Path> files = Files.walk(directory, FileVisitOption.FOLLOW_LINKS)) {
			return files.filter(Files::isRegularFile).sorted().toList();
		}
		catch (UncheckedIOException ex) {
			IOException cause = Objects.requireNonNull(ex.getCause());
			String why = (cause instanceof FileSystemLoopException) ? "holds a link that leads back to itself: "
					: "cannot be read: ";
			throw new ArtifactException(directory + " " + why + cause.getMessage(), ex);
		}
	}

	private void readFile(Path source, @Nullable Path target, MessageDigest digest) throws IOException {
		if (Thread.currentThread().isInterrupted()) {
			// The JDK reads on regardless.
			throw new InterruptedIOException("Interrupted while reading " + source);
		}
		add(digest, this.root.relativize(source).toString());
		try {
			BasicFileAttributes before = Files.readAttributes(source, BasicFileAttributes.class);
			MessageDigest content = sha256();
			try (InputStream in = Files.newInputStream(source);
					OutputStream out = new DigestOutputStream(output(source, target), content)) {
				in.transferTo(out);
			}
			digest.update(content.digest());
			BasicFileAttributes after = Files.readAttributes(source, BasicFileAttributes.class);
			if (before.size() != after.size() || !before.lastModifiedTime().equals(after.lastModifiedTime())
					|| !Objects.equals(before.fileKey(), after.fileKey())) {
				throw beingWritten(source);
			}
		}
		catch (NoSuchFileException ex) {
			throw Files.exists(source) ? ex : new ArtifactException(source + " was removed while being read", ex);
		}
	}

	private OutputStream output(Path source, @Nullable Path target) throws IOException {
		if (target == null) {
			return OutputStream.nullOutputStream();
		}
		Path copy = pinned(source, target);
		Files.createDirectories(Objects.requireNonNull(copy.getParent()));
		return Files.newOutputStream(copy);
	}

	static ArtifactException beingWritten(Object source) {
		return new ArtifactException(source + " is being written; try again when it is complete");
	}

	/**
	 * Add words, each with a terminator so that no two sequences look the same.
	 */
	private static void add(MessageDigest digest, String... words) {
		for (String word : words) {
			digest.update((word + "\0").getBytes(StandardCharsets.UTF_8));
		}
	}

	private static Path commonParent(Collection<Path> sources) {
		Path common = null;
		for (Path source : sources) {
			Path parent = Objects.requireNonNullElse(source.getParent(), source);
			common = (common != null) ? commonParent(common, parent) : parent;
		}
		return (common != null) ? common : Path.of("/");
	}

	private static Path commonParent(Path one, Path other) {
		@Nullable Path common = one;
		while (common != null && !other.startsWith(common)) {
			common = common.getParent();
		}
		return (common != null) ? common : Path.of("/");
	}

	static MessageDigest sha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Move a tree to a path that must not exist yet.
	 * @return whether it was moved
	 */
	static boolean move(Path from, Path to) throws IOException {
		if (Files.exists(to)) {
			return false;
		}
		Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
		return true;
	}

	/**
	 * Return the total bytes of the files in a tree, which others may be writing to.
	 */
	static long size(Path tree) throws IOException {
		LongAdder size = new LongAdder();
		Files.walkFileTree(tree, new SimpleFileVisitor<>() {

			@Override
			public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
				size.add(attributes.size());
				return FileVisitResult.CONTINUE;
			}

			@Override
			public FileVisitResult visitFileFailed(Path file, IOException failure) {
				return FileVisitResult.CONTINUE;
			}

			@Override
			public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) {
				return FileVisitResult.CONTINUE;
			}

		});
		return size.sum();
	}

	/**
	 * Delete a tree, which others may be deleting as well.
	 */
	static void delete(Path tree) throws IOException {
		if (!Files.exists(tree)) {
			return;
		}
		Files.walkFileTree(tree, new SimpleFileVisitor<>() {

			@Override
			public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
				Files.deleteIfExists(file);
				return FileVisitResult.CONTINUE;
			}

			@Override
			public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
				if (failure instanceof NoSuchFileException) {
					return FileVisitResult.CONTINUE;
				}
				throw failure;
			}

			@Override
			public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
					throws IOException {
				if (failure != null && !(failure instanceof NoSuchFileException)) {
					throw failure;
				}
				Files.deleteIfExists(directory);
				return FileVisitResult.CONTINUE;
			}

		});
	}

}
