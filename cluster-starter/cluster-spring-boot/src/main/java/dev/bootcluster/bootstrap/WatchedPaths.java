// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Watched files and directory trees, tracked even if they are removed and come back. Used
 * by one thread.
 */
final class WatchedPaths {

	private final FileSystem files = FileSystems.getDefault();

	private final WatchService service;

	private final List<Path> roots;

	private final List<PathMatcher> ignored;

	private final Map<WatchKey, Path> directories = new HashMap<>();

	/**
	 * The file key of each root when it was registered: a tree that is moved away and
	 * replaced by another sends no event.
	 */
	private final Map<Path, Object> identities = new HashMap<>();

	WatchedPaths(WatchService service, List<Path> roots, List<String> ignore) {
		this.service = service;
		this.roots = roots.stream().map((root) -> root.toAbsolutePath().normalize()).toList();
		this.ignored = ignore.stream().map((pattern) -> this.files.getPathMatcher("glob:" + pattern)).toList();
	}

	/**
	 * Register whatever is not registered, such as a tree that has come back.
	 * @return whether anything changed
	 */
	boolean refresh() {
		boolean changed = false;
		for (Path root : this.roots) {
			Path directory = directory(root);
			Object identity = identity(directory);
			if (!Objects.equals(this.identities.get(root), identity)) {
				if (identity == null) {
					this.identities.remove(root);
					changed = true;
				}
				else if (register(directory, !isFile(root))) {
					this.identities.put(root, identity);
					changed = true;
				}
			}
		}
		return changed;
	}

	/**
	 * A jar that is missing for a moment is still not a directory.
	 */
	private static boolean isFile(Path root) {
		return Files.isRegularFile(root) || (!Files.isDirectory(root) && root.toString().endsWith(".jar"));
	}

	/**
	 * The directory whose events report changes of a root.
	 */
	private static Path directory(Path root) {
		Path parent = root.getParent();
		return (isFile(root) && parent != null) ? parent : root;
	}

	private static @Nullable Object identity(Path directory) {
		try {
			return Files.readAttributes(directory, BasicFileAttributes.class).fileKey();
		}
		catch (IOException ex) {
			return null;
		}
	}

	private boolean register(Path directory, boolean tree) {
		try {
			WatchKey key = directory.register(this.service, StandardWatchEventKinds.ENTRY_CREATE,
					StandardWatchEventKinds.ENTRY_MODIFY, StandardWatchEventKinds.ENTRY_DELETE);
			this.directories.put(key, directory);
			if (tree) {
				try (Stream<Path> children = Files.list(directory)) {
					children.filter((child) -> Files.isDirectory(child) && !isIgnored(child))
						.forEach((child) -> register(child, true));
				}
			}
			return true;
		}
		catch (IOException | UncheckedIOException ex) {
			// Gone again; its parent or the next refresh will notice.
			return false;
		}
	}

	/**
	 * Process the events of a key.
	 * @return whether a relevant file changed
	 */
	boolean take(WatchKey key) {
		Path directory = this.directories.get(key);
		boolean changed = false;
		for (WatchEvent<?> event : key.pollEvents()) {
			changed |= directory != null && isChange(directory, event);
		}
		if (!key.reset()) {
			this.directories.remove(key);
			changed |= forget(directory);
		}
		return changed;
	}

	private boolean forget(@Nullable Path directory) {
		return directory != null && this.identities.keySet().removeIf((root) -> directory(root).equals(directory));
	}

	private boolean isChange(Path directory, WatchEvent<?> event) {
		if (!(event.context() instanceof Path name)) {
			// An overflow: events were lost.
			register(directory, isInTree(directory));
			return true;
		}
		Path path = directory.resolve(name);
		if (isIgnored(path)) {
			return false;
		}
		if (isInTree(directory)) {
			if (!Files.isDirectory(path)) {
				return true;
			}
			return event.kind() == StandardWatchEventKinds.ENTRY_CREATE && register(path, true);
		}
		return this.roots.contains(path);
	}

	private boolean isInTree(Path directory) {
		return this.roots.stream().anyMatch((root) -> directory.startsWith(root));
	}

	private boolean isIgnored(Path path) {
		Path name = path.getFileName();
		// A directory is ignored if everything in it is.
		Path inside = path.resolve("-");
		return this.ignored.stream()
			.anyMatch((pattern) -> pattern.matches(path) || pattern.matches(name) || pattern.matches(inside));
	}

}
