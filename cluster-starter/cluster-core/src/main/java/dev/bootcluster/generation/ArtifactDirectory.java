// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.generation;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.bootcluster.ipc.OwnerOnly;
import dev.bootcluster.ipc.WriteFailure;
import dev.bootcluster.process.JavaInvocation;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A directory of artifacts that several processes may use at once. {@code <key>} holds an
 * artifact, {@code <key>.lock} tells who uses or makes it, {@code unfinished-<key>-*} is
 * one being made or deleted. Used by one thread at a time.
 */
final class ArtifactDirectory {

	private static final Log logger = LogFactory.getLog(ArtifactDirectory.class);

	private static final Pattern KEY = Pattern.compile("(unfinished-)?([0-9a-f]{24})(\\.lock|-.*)?");

	/**
	 * Locked briefly while artifact locks are taken or removed.
	 */
	private static final String GATE = "gate.lock";

	private static final Duration GATE_PATIENCE = Duration.ofSeconds(10);

	private static final Duration MAKING_PATIENCE = Extraction.TIMEOUT.multipliedBy(2);

	private final Path directory;

	private final long limit;

	private final Map<String, ArtifactLock> used = new HashMap<>();

	/**
	 * Create an artifact directory.
	 * @param directory its path, created when needed
	 * @param limit the number of bytes above which unused artifacts are removed
	 */
	ArtifactDirectory(Path directory, long limit) {
		this.directory = directory;
		this.limit = limit;
	}

	/**
	 * Store, if needed, what an invocation would run now, and use it from now on.
	 * @throws ArtifactException if the code is missing, damaged or being written
	 * @throws IOException if it cannot be stored here
	 */
	Artifact pin(JavaInvocation invocation) throws IOException {
		PinnedFiles files = PinnedFiles.of(invocation);
		return pin(invocation, files, files.key());
	}

	/**
	 * Use code that is stored here.
	 * @return the artifact, {@code null} if it would have to be stored
	 */
	@Nullable Artifact find(JavaInvocation invocation, PinnedFiles files, String key) throws IOException {
		Path home = this.directory.resolve(key);
		return new Artifact(key, home, invocation).isIntact() ? pin(invocation, files, key) : null;
	}

	Artifact pin(JavaInvocation invocation, PinnedFiles files, String key) throws IOException {
		Path home = this.directory.resolve(key);
		boolean isNew = !this.used.containsKey(key);
		ArtifactLock lock = use(key);
		try (FileLock making = lock.make(MAKING_PATIENCE)) {
			deleteUnfinished(key);
			provide(invocation, files, key, home);
			lock.touch();
		}
		catch (IOException | RuntimeException ex) {
			if (isNew) {
				release(key);
			}
			throw ex;
		}
		return new Artifact(key, home, files.pinned(home.resolve(Artifact.CODE)));
	}

	private ArtifactLock use(String key) throws IOException {
		ArtifactLock lock = this.used.get(key);
		if (lock != null && lock.isCurrent()) {
			return lock;
		}
		release(key);
		OwnerOnly.createDirectories(this.directory);
		try (ArtifactLock gate = ArtifactLock.open(this.directory.resolve(GATE))) {
			gate.make(GATE_PATIENCE);
			lock = ArtifactLock.open(ArtifactLock.of(this.directory.resolve(key)));
			if (!lock.use()) {
				lock.close();
				throw new IOException("%s is locked by another process".formatted(this.directory.resolve(key)));
			}
		}
		this.used.put(key, lock);
		return lock;
	}

	/**
	 * Delete what killed processes left behind: nobody else is making this artifact now.
	 */
	private void deleteUnfinished(String key) throws IOException {
		for (Path file : list()) {
			if (file.getFileName().toString().startsWith("unfinished-" + key)) {
				delete(file);
			}
		}
	}

	/**
	 * Helpers of a killed process may still be writing there; by the next cleanup they
	 * will not.
	 */
	private static void delete(Path tree) {
		try {
			PinnedFiles.delete(tree);
		}
		catch (IOException ex) {
			logger.debug("Left for the next cleanup: " + tree, ex);
		}
	}

	private void provide(JavaInvocation invocation, PinnedFiles files, String key, Path home) throws IOException {
		if (Files.exists(home) && !new Seal(home, Artifact.CODE).verify()) {
			logger.warn("Files in %s were changed or deleted; restoring them".formatted(home));
			delete(discarded(key, home));
		}
		if (!Files.exists(home)) {
			make(invocation, files, key, home);
		}
		verifyArchives(home);
	}

	/**
	 * The code is as good without them.
	 */
	private static void verifyArchives(Path home) {
		try {
			ClassArchive.verify(home);
		}
		catch (IOException ex) {
			logger.debug("Class archives in %s cannot be verified".formatted(home), ex);
		}
	}

	private void make(JavaInvocation invocation, PinnedFiles files, String key, Path home) throws IOException {
		boolean jar = invocation.classPath() == null;
		// While a jar is extracted it is there as well.
		long bytes = jar ? files.bytes() * 2 : files.bytes();
		WriteFailure.foresee(home, bytes);
		Path unfinished = unfinished(key);
		try {
			Path code = unfinished.resolve(Artifact.CODE);
			if (!files.copy(code).equals(key)) {
				throw PinnedFiles.beingWritten(jar ? invocation.main() : "The class path");
			}
			if (jar) {
				Extraction.extract(invocation, Path.of(files.pinned(code).main()));
			}
			new Seal(unfinished, Artifact.CODE).write();
			PinnedFiles.move(unfinished, home);
		}
		catch (ArtifactException | InterruptedIOException ex) {
			throw ex;
		}
		catch (IOException ex) {
			throw new WriteFailure(home, bytes, ex);
		}
		finally {
			PinnedFiles.delete(unfinished);
		}
	}

	/**
	 * Create a directory no other process has: helpers of a killed one may still be
	 * writing.
	 */
	private Path unfinished(String key) throws IOException {
		return Files.createTempDirectory(this.directory, "unfinished-" + key + "-");
	}

	/**
	 * Move an artifact away in one step, so that nobody ever finds half of it.
	 */
	private Path discarded(String key, Path home) throws IOException {
		Path discarded = unfinished(key);
		PinnedFiles.move(home, discarded.resolve(Artifact.CODE));
		return discarded;
	}

	/**
	 * Take over the use of an artifact.
	 */
	void adopt(String key, ArtifactLock lock) {
		this.used.put(key, lock);
	}

	/**
	 * Return the lock that marks an artifact as used, {@code null} if it is not used
	 * here.
	 */
	@Nullable ArtifactLock lock(String key) {
		return this.used.get(key);
	}

	/**
	 * Stop using all other artifacts, and if there are too many, remove those nobody
	 * uses.
	 */
	void retain(Collection<String> keys) throws IOException {
		for (String key : List.copyOf(this.used.keySet())) {
			if (!keys.contains(key)) {
				release(key);
			}
		}
		if (!Files.exists(this.directory)) {
			return;
		}
		List<Path> removed = new ArrayList<>();
		try (ArtifactLock gate = ArtifactLock.open(this.directory.resolve(GATE))) {
			gate.make(GATE_PATIENCE);
			sweep(removed);
			evict(removed);
		}
		removed.forEach(ArtifactDirectory::delete);
	}

	private void release(String key) throws IOException {
		ArtifactLock lock = this.used.remove(key);
		if (lock != null) {
			if (lock.isCurrent()) {
				lock.touch();
			}
			lock.close();
		}
	}

	/**
	 * Collect what killed processes left of artifacts that nobody makes again.
	 */
	private void sweep(List<Path> removed) throws IOException {
		for (Path file : list()) {
			Matcher name = KEY.matcher(file.getFileName().toString());
			if (!name.matches() || name.group(3) == null || this.used.containsKey(name.group(2))) {
				continue;
			}
			Path home = this.directory.resolve(name.group(2));
			try (ArtifactLock lock = ArtifactLock.open(ArtifactLock.of(home))) {
				if (!lock.claim()) {
					continue;
				}
				if (name.group(1) != null) {
					removed.add(file);
				}
				if (!Files.exists(home)) {
					Files.deleteIfExists(ArtifactLock.of(home));
				}
			}
		}
	}

	/**
	 * Evict the least recently used first.
	 */
	private void evict(List<Path> removed) throws IOException {
		List<Entry> entries = new ArrayList<>();
		for (Path file : list()) {
			Matcher name = KEY.matcher(file.getFileName().toString());
			if (name.matches() && name.group(1) == null && name.group(3) == null) {
				entries.add(Entry.of(file));
			}
		}
		entries.sort(Comparator.comparing(Entry::used));
		long total = entries.stream().mapToLong(Entry::size).sum();
		for (Entry entry : entries) {
			if (total > this.limit && evict(entry.home(), removed)) {
				total -= entry.size();
			}
		}
	}

	private boolean evict(Path home, List<Path> removed) throws IOException {
		String key = home.getFileName().toString();
		if (this.used.containsKey(key)) {
			return false;
		}
		try (ArtifactLock lock = ArtifactLock.open(ArtifactLock.of(home))) {
			if (!lock.claim()) {
				return false;
			}
			removed.add(discarded(key, home));
			Files.deleteIfExists(ArtifactLock.of(home));
			return true;
		}
	}

	private List<Path> list() throws IOException {
		try (Stream<Path> files = Files.list(this.directory)) {
			return files.toList();
		}
	}

	/**
	 * A stored artifact.
	 *
	 * @param home where it is
	 * @param size its size in bytes
	 * @param used when it was last used
	 */
	private record Entry(Path home, long size, FileTime used) {

		static Entry of(Path home) throws IOException {
			Path lock = ArtifactLock.of(home);
			return new Entry(home, PinnedFiles.size(home),
					Files.exists(lock) ? Files.getLastModifiedTime(lock) : FileTime.fromMillis(0));
		}

	}

}
