// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

import dev.bootcluster.generation.Artifact;
import dev.bootcluster.generation.ArtifactStore;
import dev.bootcluster.generation.PinnedGenerations;
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
	 * Set in the second class loader: what the first one prepared.
	 */
	private static volatile @Nullable PinnedStart inherited;

	/**
	 * Pin the code. Does not return in the first of the two class loaders.
	 * @param directory the directory the user named, {@code null} for a new one
	 * @param store the configured store, {@code null} if none is configured
	 * @param application how the application was started
	 * @throws ClusterStartException if the code cannot be pinned
	 */
	static PinnedStart of(@Nullable Path directory, @Nullable String store, JavaInvocation application) {
		PinnedStart inherited = PinnedStart.inherited;
		if (inherited != null) {
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
			return start;
		}
		catch (IOException ex) {
			home.close();
			throw new ClusterStartException("cluster.directory", home.path(),
					"cannot hold a copy of the application's code: " + ex.getMessage(),
					"Check that the application's files are complete and that the disk has room for a copy of them");
		}
	}

	private static ArtifactStore artifacts(Path directory, @Nullable Path store) {
		return new ArtifactStore(directory.resolve(PinnedGenerations.ARTIFACTS), store);
	}

	/**
	 * A jar without Spring Boot's tools stays packed, and only Boot's loader can read it.
	 */
	private boolean isUnpacked() throws IOException {
		return !ArtifactStore.mainClass(Path.of(this.artifact.invocation().main())).startsWith(BOOT_LOADER);
	}

	private void again() {
		Path jar = Path.of(this.artifact.invocation().main());
		int code = 1;
		try {
			ClassLoader loader = new URLClassLoader("cluster-primary", new URL[] { jar.toUri().toURL() },
					ClassLoader.getPlatformClassLoader());
			LoggingSystem.get(PinnedStart.class.getClassLoader()).cleanUp();
			Thread.currentThread().setContextClassLoader(loader);
			Method run = loader.loadClass(PinnedStart.class.getName())
				.getDeclaredMethod("run", Path.class, boolean.class, FileChannel.class, String.class, Path.class,
						Path.class, FileChannel.class, String[].class);
			run.setAccessible(true);
			run.invoke(null, this.directory.path(), this.directory.isTemporary(), this.directory.lock(),
					this.artifact.key(), this.artifact.directory(), this.artifacts.shared(),
					this.artifacts.use(this.artifact), this.artifact.invocation().arguments().toArray(String[]::new));
			code = 0;
		}
		catch (InvocationTargetException ex) {
			Thread thread = Thread.currentThread();
			thread.getUncaughtExceptionHandler().uncaughtException(thread, ex.getCause());
		}
		catch (IOException | ReflectiveOperationException ex) {
			throw new IllegalStateException("The pinned code cannot be started", ex);
		}
		this.directory.close();
		System.exit(code);
	}

	/**
	 * Called in the second class loader.
	 */
	static void run(Path directory, boolean temporary, FileChannel lock, String key, Path home, @Nullable Path store,
			FileChannel use, String[] arguments) throws Throwable {
		JavaInvocation current = JavaInvocation.current(arguments);
		URLClassLoader loader = (URLClassLoader) PinnedStart.class.getClassLoader();
		Path jar = Path.of(loader.getURLs()[0].toURI());
		Artifact artifact = new Artifact(key, home, current.withMain(jar.toString()).withCurrentDirectory());
		ArtifactStore artifacts = artifacts(directory, store);
		artifacts.adopt(artifact, use);
		inherited = new PinnedStart(new ClusterDirectory(directory, temporary, lock), artifact, artifacts);
		Method main = loader.loadClass(ArtifactStore.mainClass(jar)).getDeclaredMethod("main", String[].class);
		main.setAccessible(true);
		try {
			main.invoke(null, (Object) arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getCause();
		}
	}

}
