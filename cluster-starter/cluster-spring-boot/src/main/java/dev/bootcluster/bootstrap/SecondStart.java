// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URLClassLoader;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

import dev.bootcluster.generation.Artifact;
import dev.bootcluster.generation.ArtifactStore;
import dev.bootcluster.ipc.Ipc;
import dev.bootcluster.process.JavaInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.logging.LoggingSystem;

/**
 * The application's {@code main} again, from the pinned code. The methods that are called
 * from the first class loader take and return classes of the JDK only, so that nothing
 * here holds anything of there.
 */
final class SecondStart implements Runnable {

	/**
	 * Makes Boot initialize what only an application needs, such as Jackson and Hibernate
	 * Validator, when it is needed.
	 */
	private static final String NO_PREINITIALIZER = "spring.backgroundpreinitializer.ignore";

	/**
	 * What the first start prepared.
	 */
	private static volatile @Nullable PinnedStart inherited;

	private static volatile boolean ignoresPreinitializer;

	private final PinnedStart start;

	private final Method main;

	private final String[] arguments;

	private SecondStart(PinnedStart start, Method main, String[] arguments) {
		this.start = start;
		this.main = main;
		this.arguments = arguments;
	}

	/**
	 * Return what the first start prepared.
	 * @return the pinned start, {@code null} in the first start
	 */
	static @Nullable PinnedStart inherited() {
		return inherited;
	}

	/**
	 * Called once Boot has read them.
	 */
	static void restoreProperties() {
		if (ignoresPreinitializer) {
			System.clearProperty(NO_PREINITIALIZER);
		}
	}

	/**
	 * Return why this platform cannot pass descriptors. A class loader never goes once a
	 * native library has been loaded from it, so only the second one loads it, and in a
	 * thread of its own: what Netty cannot do it remembers with the stack of its caller.
	 * @return the reason, {@code null} if it can
	 */
	static @Nullable String obstacle() throws ExecutionException, InterruptedException {
		FutureTask<@Nullable String> question = new FutureTask<>(SecondStart::askSilently);
		thread(question).start();
		return question.get();
	}

	private static @Nullable String askSilently() {
		LoggingSystem logging = LoggingSystem.get(SecondStart.class.getClassLoader());
		logging.beforeInitialize();
		try {
			boolean set = NettyDefaults.set();
			String reason = Ipc.unavailable();
			if (set && reason != null) {
				NettyDefaults.clear();
			}
			return reason;
		}
		finally {
			logging.cleanUp();
		}
	}

	/**
	 * Start the application again, in a thread that is named like that of any other.
	 * @return the thread
	 */
	static Thread begin(Path directory, boolean temporary, FileChannel lock, String key, Path home,
			@Nullable Path store, FileChannel use, String[] arguments) throws Exception {
		URLClassLoader loader = (URLClassLoader) SecondStart.class.getClassLoader();
		Path jar = Path.of(loader.getURLs()[0].toURI());
		Artifact artifact = new Artifact(key, home,
				JavaInvocation.current(arguments).withMain(jar.toString()).withCurrentDirectory());
		PinnedStart start = PinnedStart.inherit(new ClusterDirectory(directory, temporary, lock), artifact, store, use);
		Method main = main(loader.loadClass(ArtifactStore.mainClass(jar)));
		inherited = start;
		Thread thread = thread(new SecondStart(start, main, arguments));
		thread.start();
		return thread;
	}

	/**
	 * Find the method as Boot's launcher does: without parameters, if there is no other.
	 */
	private static Method main(Class<?> type) throws NoSuchMethodException {
		Method main;
		try {
			main = type.getDeclaredMethod("main", String[].class);
		}
		catch (NoSuchMethodException ex) {
			main = type.getDeclaredMethod("main");
		}
		main.setAccessible(true);
		return main;
	}

	/**
	 * Up to JDK 23 a thread keeps the protection domains of all classes on the stack that
	 * creates it, and with them their class loaders. A privileged action hides the first
	 * one from it.
	 */
	@SuppressWarnings("removal")
	private static Thread thread(Runnable task) {
		Thread thread = AccessController
			.doPrivileged((PrivilegedAction<Thread>) () -> new Thread(null, task, "main", 0, false));
		thread.setContextClassLoader(SecondStart.class.getClassLoader());
		return thread;
	}

	@Override
	public void run() {
		int code = 1;
		if (System.getProperty(NO_PREINITIALIZER) == null) {
			ignoresPreinitializer = true;
			System.setProperty(NO_PREINITIALIZER, "true");
		}
		try {
			if (this.main.getParameterCount() > 0) {
				this.main.invoke(null, (Object) this.arguments);
			}
			else {
				this.main.invoke(null);
			}
			code = 0;
		}
		catch (InvocationTargetException ex) {
			report(ex.getTargetException());
		}
		catch (Throwable ex) {
			report(ex);
		}
		this.start.directory().close();
		System.exit(code);
	}

	/**
	 * As the JVM would do it.
	 */
	private static void report(Throwable failure) {
		Thread thread = Thread.currentThread();
		thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
	}

}
