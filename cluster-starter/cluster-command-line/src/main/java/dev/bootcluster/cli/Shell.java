// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

import dev.bootcluster.process.Terminal;
import org.jspecify.annotations.Nullable;

/**
 * Where a command prints, and how it finds its cluster.
 *
 * @param out what a script reads
 * @param err what is only for people
 * @param terminal whether people see the output at once
 * @param colours whether it may be coloured
 * @param clusters connects to the cluster in a directory, or to the one that is meant
 * without one
 * @param pause lets time pass
 * @param interrupts runs an action when the user interrupts the command; what it returns
 * takes that back
 */
record Shell(PrintStream out, PrintStream err, boolean terminal, boolean colours,
		Function<@Nullable Path, Connection> clusters, Pause pause, Function<Runnable, Runnable> interrupts) {

	/**
	 * Create the shell of this process.
	 */
	static Shell ofThisProcess() {
		boolean terminal = Terminal.isAttached() && !"dumb".equals(System.getenv("TERM"));
		return new Shell(System.out, System.err, terminal, terminal && wantsColours(System.getenv()),
				(directory) -> ClusterFinder.forThisProcess().connect(directory),
				(duration) -> LockSupport.parkNanos(duration.toNanos()), Shell::onInterrupt);
	}

	/**
	 * Whether a terminal may be coloured (no-color.org).
	 */
	static boolean wantsColours(Map<String, String> environment) {
		return environment.getOrDefault("NO_COLOR", "").isEmpty();
	}

	private static Runnable onInterrupt(Runnable action) {
		Thread hook = new Thread(action, "interrupted");
		Runtime.getRuntime().addShutdownHook(hook);
		return () -> {
			try {
				Runtime.getRuntime().removeShutdownHook(hook);
			}
			catch (IllegalStateException ex) {
				// It is being run.
			}
		};
	}

	String paint(Colour colour, String text) {
		return colour.paint(text, this.colours);
	}

	/**
	 * Whether nobody reads the output any more.
	 */
	boolean isAbandoned() {
		return this.out.checkError();
	}

	/**
	 * Lets time pass.
	 */
	@FunctionalInterface
	interface Pause {

		/**
		 * Wait.
		 */
		void of(Duration duration);

	}

}
