// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;

import dev.bootcluster.generation.Artifact;
import dev.bootcluster.generation.ArtifactStore;
import dev.bootcluster.generation.PinnedGenerations;
import dev.bootcluster.ipc.Ipc;
import dev.bootcluster.ipc.WorkerLaunch;
import dev.bootcluster.process.JavaInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.logging.LoggingSystem;

/**
 * The cluster's directory and the code of its first generation.
 * <p>
 * A primary started from a jar calls the application's {@code main} a second time, from
 * the pinned code in a separate class loader: overwriting the jar in place would change
 * it under the class loader that reads it, and the primary must survive that. Boot's
 * developer tools start an application twice in the same way.
 *
 * @param directory the cluster's directory
 * @param artifact the pinned code
 * @param artifacts where the code is kept
 */
record PinnedStart(ClusterDirectory directory, Artifact artifact, ArtifactStore artifacts) {

	private static final String BOOT_LOADER = "org.springframework.boot.loader.";

	/**
	 * Whether a primary that starts now is usually started again, from the pinned code.
	 */
	static boolean isToComeAgain() {
		return Plan.directory() == null && !WorkerLaunch.isWorker() && SecondStart.inherited() == null
				&& JavaInvocation.current(new String[0]).classPath() == null;
	}

	/**
	 * Pin the code. Does not return in the first of the two class loaders.
	 * @param directory the directory the user named, {@code null} for a new one
	 * @param store the configured store, {@code null} if none is configured
	 * @param application how the application was started
	 * @throws ClusterStartException if the code cannot be pinned
	 * @throws NoPrimaryException if this platform cannot pass descriptors
	 */
	static PinnedStart of(@Nullable Path directory, @Nullable String store, JavaInvocation application) {
		PinnedStart inherited = SecondStart.inherited();
		if (inherited != null) {
			SecondStart.restoreProperties();
			return inherited;
		}
		Path shared = StoreDirectory.find(store, System.getenv());
		ClusterDirectory home = (directory != null) ? ClusterDirectory.open(directory)
				: RuntimePlaces.of(System.getenv(), System.getProperty("java.io.tmpdir"), shared == null).create();
		try {
			ArtifactStore artifacts = artifacts(home.path(), shared);
			PinnedStart start = new PinnedStart(home, artifacts.pin(application), artifacts);
			if (application.classPath() == null && start.isUnpacked()) {
				start.again();
			}
			check(Ipc.unavailable());
			return start;
		}
		catch (NoPrimaryException ex) {
			home.close();
			throw ex;
		}
		catch (IOException ex) {
			home.close();
			throw new ClusterStartException("cluster.directory", home.path(),
					"cannot hold a copy of the application's code: " + ex.getMessage(),
					"Check that the application's files are complete and that the disk has room for a copy of them");
		}
	}

	/**
	 * Take over what another class loader of this JVM has pinned and locked.
	 * @param use what marks the artifact as used by this JVM
	 */
	static PinnedStart inherit(ClusterDirectory directory, Artifact artifact, @Nullable Path store, FileChannel use)
			throws IOException {
		ArtifactStore artifacts = artifacts(directory.path(), store);
		artifacts.adopt(artifact, use);
		return new PinnedStart(directory, artifact, artifacts);
	}

	private static ArtifactStore artifacts(Path directory, @Nullable Path store) {
		return new ArtifactStore(directory.resolve(PinnedGenerations.ARTIFACTS), store);
	}

	/**
	 * A jar without Spring Boot's tools stays packed, and only Boot's loader can read it.
	 */
	private boolean isUnpacked() throws IOException {
		return !ArtifactStore.mainClass(jar()).startsWith(BOOT_LOADER);
	}

	private Path jar() {
		return Path.of(this.artifact.invocation().main());
	}

	/**
	 * Start again, and end this start if nobody notices. Otherwise it waits, in an
	 * application whose {@code main} would take its end for a failure.
	 */
	private void again() throws IOException {
		try {
			ClassLoader loader = FirstStart.newClassLoader("cluster-primary", jar().toUri().toURL());
			Class<?> second = loader.loadClass(SecondStart.class.getName());
			check((@Nullable String) call(second, "obstacle"));
			stopLogging();
			Thread main = (Thread) Objects.requireNonNull(call(second, "begin", this.directory.path(),
					this.directory.isTemporary(), this.directory.lock(), this.artifact.key(), this.artifact.directory(),
					this.artifacts.shared(), this.artifacts.use(this.artifact),
					this.artifact.invocation().arguments().toArray(String[]::new)));
			FirstStart.end();
			main.join();
			throw new IllegalStateException("The second start has ended");
		}
		catch (ReflectiveOperationException | InterruptedException ex) {
			throw new IllegalStateException("The pinned code cannot be started", ex);
		}
	}

	private static @Nullable Object call(Class<?> type, String name, @Nullable Object... arguments)
			throws ReflectiveOperationException {
		Method method = Stream.of(type.getDeclaredMethods())
			.filter((candidate) -> candidate.getName().equals(name))
			.findFirst()
			.orElseThrow();
		method.setAccessible(true);
		return method.invoke(null, arguments);
	}

	private static void check(@Nullable String obstacle) {
		if (obstacle != null) {
			throw new NoPrimaryException(obstacle);
		}
	}

	/**
	 * Both starts have the same log files, and one {@code java.util.logging}.
	 */
	private static void stopLogging() {
		LoggingSystem logging = LoggingSystem.get(PinnedStart.class.getClassLoader());
		Runnable shutdown = logging.getShutdownHandler();
		if (shutdown != null) {
			shutdown.run();
		}
		logging.cleanUp();
	}

}
