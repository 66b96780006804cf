// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.generation;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

import dev.bootcluster.ipc.WriteFailure;
import dev.bootcluster.process.JavaInvocation;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Keeps each artifact once: a reload that finds the same code copies nothing. A Spring
 * Boot jar is extracted, because that starts faster and class archives require it.
 * Artifacts are kept where all clusters of a user find them or, if that is impossible, in
 * the cluster's own directory. Used by one thread at a time.
 */
public final class ArtifactStore {

	private static final Log logger = LogFactory.getLog(ArtifactStore.class);

	private static final long LIMIT = 2L * 1024 * 1024 * 1024;

	private final ArtifactDirectory own;

	private final @Nullable ArtifactDirectory shared;

	private final @Nullable Path sharedPath;

	private boolean usable;

	/**
	 * Create a store.
	 * @param own a directory of this cluster alone, created when needed
	 * @param shared the directory of all clusters, {@code null} for none
	 */
	public ArtifactStore(Path own, @Nullable Path shared) {
		this(new ArtifactDirectory(own, 0), shared, (shared != null) ? new ArtifactDirectory(shared, LIMIT) : null);
	}

	private ArtifactStore(ArtifactDirectory own, @Nullable Path sharedPath, @Nullable ArtifactDirectory shared) {
		this.own = own;
		this.sharedPath = sharedPath;
		this.shared = shared;
		this.usable = shared != null;
	}

	/**
	 * Store what an invocation would run now.
	 * @param invocation how to run the application from its original location
	 * @return the artifact
	 * @throws ArtifactException if the code is missing, damaged or being written
	 * @throws IOException if it cannot be stored
	 */
	public Artifact pin(JavaInvocation invocation) throws IOException {
		if (this.shared == null) {
			return this.own.pin(invocation);
		}
		PinnedFiles files = PinnedFiles.of(invocation);
		String key = files.key();
		Artifact own = this.own.find(invocation, files, key);
		if (own != null) {
			return own;
		}
		if (!this.usable) {
			Artifact found = find(this.shared, invocation, files, key);
			return (found != null) ? found : this.own.pin(invocation, files, key);
		}
		try {
			return this.shared.pin(invocation, files, key);
		}
		catch (ArtifactException ex) {
			throw ex;
		}
		catch (IOException ex) {
			if (Thread.currentThread().isInterrupted()) {
				throw ex;
			}
			this.usable = false;
			logger.info("Cannot keep the application's code in %s; it is kept for this cluster only: %s"
				.formatted(this.sharedPath, (ex instanceof WriteFailure) ? ex.getMessage() : ex));
			return pinOwn(invocation, files, key, ex);
		}
	}

	/**
	 * No more is written there, but what is there need not be copied.
	 */
	private static @Nullable Artifact find(ArtifactDirectory shared, JavaInvocation invocation, PinnedFiles files,
			String key) {
		try {
			return shared.find(invocation, files, key);
		}
		catch (IOException ex) {
			logger.debug("The store still cannot be used", ex);
			return null;
		}
	}

	private Artifact pinOwn(JavaInvocation invocation, PinnedFiles files, String key, IOException shared)
			throws IOException {
		try {
			return this.own.pin(invocation, files, key);
		}
		catch (ArtifactException ex) {
			throw ex;
		}
		catch (IOException ex) {
			throw new IOException(
					"%s; nor can it be kept in the store: %s".formatted(ex.getMessage(), shared.getMessage()), ex);
		}
	}

	/**
	 * Return the directory of all clusters.
	 * @return the directory, {@code null} if there is no usable one
	 */
	public @Nullable Path shared() {
		return this.usable ? this.sharedPath : null;
	}

	/**
	 * Return what marks an artifact as used by this JVM, for the store that takes over.
	 * @param artifact an artifact of this store
	 * @return the open lock file
	 */
	public FileChannel use(Artifact artifact) {
		return Objects.requireNonNull(of(artifact).lock(artifact.key())).channel();
	}

	/**
	 * Take over an artifact from another store in this JVM.
	 * @param artifact the artifact
	 * @param use what marks it as used by this JVM
	 * @throws IOException if it was removed
	 */
	public void adopt(Artifact artifact, FileChannel use) throws IOException {
		of(artifact).adopt(artifact.key(), new ArtifactLock(ArtifactLock.of(artifact.directory()), use));
	}

	private ArtifactDirectory of(Artifact artifact) {
		return (this.shared != null && artifact.directory().startsWith(Objects.requireNonNull(this.sharedPath)))
				? this.shared : this.own;
	}

	/**
	 * Return the main class of a jar.
	 * @param jar the jar, pinned
	 * @return the name of the class
	 * @throws IOException if the jar names none
	 */
	public static String mainClass(Path jar) throws IOException {
		String main = Jar.mainClass(jar);
		if (main == null) {
			throw new ArtifactException(jar + " has no Main-Class in its manifest");
		}
		return main;
	}

	/**
	 * Stop using all other artifacts and delete those that nobody needs.
	 * @param needed the artifacts that are still needed
	 */
	public void retain(Collection<Artifact> needed) {
		List<String> keys = needed.stream().map(Artifact::key).toList();
		try {
			this.own.retain(keys);
			if (this.shared != null) {
				this.shared.retain(keys);
			}
		}
		catch (IOException ex) {
			logger.warn("Could not delete unused artifacts: " + ex);
		}
	}

}
