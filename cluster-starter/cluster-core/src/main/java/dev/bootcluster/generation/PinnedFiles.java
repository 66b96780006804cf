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
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Copies all that an invocation runs to one directory, each file in its place relative to
 * the others, because a jar's manifest may name its neighbours.
 */
final class PinnedFiles {

	private final Path target;

	private final Path root;

	private final Set<Path> sources;

	private final MessageDigest digest;

	private PinnedFiles(Path target, Set<Path> sources) {
		this.target = target;
		this.sources = sources;
		this.root = commonParent(sources);
		this.digest = sha256();
	}

	/**
	 * Copy, and check what was copied.
	 * @param invocation what runs
	 * @param target an empty directory
	 * @throws ArtifactException if a file is missing, damaged or being written
	 */
	static PinnedFiles copy(JavaInvocation invocation, Path target) throws IOException {
		PinnedFiles files = new PinnedFiles(target, sources(invocation));
		for (Path source : files.sources) {
			files.copy(source);
		}
		return files;
	}

	/**
	 * What names the content.
	 */
	String key() {
		return HexFormat.of().formatHex(this.digest.digest(), 0, 12);
	}

	/**
	 * The copy of a file.
	 */
	Path pinned(Path source) {
		return this.target.resolve(this.root.relativize(source.toAbsolutePath().normalize()).toString());
	}

	/**
	 * The copies of a class path.
	 */
	String pinned(String classPath) {
		return entries(classPath)
			.map((entry) -> this.sources.contains(entry) ? pinned(entry).toString() : entry.toString())
			.collect(Collectors.joining(File.pathSeparator));
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

	private void copy(Path source) throws IOException {
		if (!Files.isDirectory(source)) {
			copyFile(source);
			Jar.check(pinned(source));
			return;
		}
		Files.createDirectories(pinned(source));
		try (Stream<Path> files = Files.walk(source)) {
			for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
				copyFile(file);
			}
		}
	}

	private void copyFile(Path source) throws IOException {
		if (Thread.currentThread().isInterrupted()) {
			// The JDK copies on regardless.
			throw new InterruptedIOException("Interrupted while copying " + source);
		}
		Path copy = pinned(source);
		Files.createDirectories(Objects.requireNonNull(copy.getParent()));
		this.digest.update(this.root.relativize(source).toString().getBytes());
		try {
			BasicFileAttributes before = Files.readAttributes(source, BasicFileAttributes.class);
			try (InputStream content = Files.newInputStream(source);
					DigestOutputStream out = new DigestOutputStream(Files.newOutputStream(copy), this.digest)) {
				content.transferTo(out);
			}
			BasicFileAttributes after = Files.readAttributes(source, BasicFileAttributes.class);
			if (before.size() != after.size() || !before.lastModifiedTime().equals(after.lastModifiedTime())
					|| !Objects.equals(before.fileKey(), after.fileKey())) {
				throw new ArtifactException(source + " is being written; try again when it is complete");
			}
		}
		catch (NoSuchFileException ex) {
			throw new ArtifactException(source + " was removed while it was read", ex);
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

	private static MessageDigest sha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Move a tree to a place where there is none yet.
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
	 * Delete a tree, as far as it can be.
	 */
	static void delete(Path tree) throws IOException {
		if (!Files.exists(tree)) {
			return;
		}
		try (Stream<Path> files = Files.walk(tree)) {
			List<Path> children = files.sorted((one, other) -> other.compareTo(one)).toList();
			for (Path child : children) {
				Files.deleteIfExists(child);
			}
		}
	}

}
