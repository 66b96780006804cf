// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.embedded;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.bootcluster.process.JvmVariables;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The primary's handle on the shell script that keeps the server alive.
 */
final class Watcher {

	private static final Log logger = LogFactory.getLog(Watcher.class);

	private final RunDirectory run;

	private final Process process;

	private volatile boolean stopping;

	private volatile @Nullable ProcessHandle seen;

	private Watcher(RunDirectory run, Process process) {
		this.run = run;
		this.process = process;
	}

	/**
	 * Start the script with the lifeline already open: if the script opened the FIFO
	 * itself and the primary had just died, it would block forever.
	 * @param run the directory to run in
	 * @return the handle
	 * @throws IOException if there is no shell
	 */
	static Watcher start(RunDirectory run) throws IOException {
		return start(run, Session.fromPath(System.getenv().getOrDefault("PATH", "")));
	}

	static Watcher start(RunDirectory run, Session session) throws IOException {
		ProcessBuilder builder = new ProcessBuilder(
				session.command("/bin/sh", run.script().toString(), run.cluster().toString()));
		JvmVariables.removeServiceManager(builder.environment());
		Process process = builder.redirectInput(Lifeline.fifo(run).toFile())
			.redirectErrorStream(true)
			.redirectOutput(Redirect.to(run.logFile().toFile()))
			.start();
		return new Watcher(run, process);
	}

	long pid() {
		return this.process.pid();
	}

	/**
	 * Describe what became of the server.
	 * @return a few words for a message
	 */
	String status() {
		return this.process.isAlive() ? "it does not answer" : "exit status " + this.process.exitValue();
	}

	boolean awaitExit(Duration timeout) {
		try {
			return this.process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return !this.process.isAlive();
		}
	}

	void warnWhenLost() {
		this.process.onExit().thenRun(() -> {
			if (!this.stopping) {
				logger.warn("Watcher of the embedded redis-server (pid %d) is gone: the server is no longer restarted "
					.formatted(pid()) + "if it dies; it still ends with the cluster");
			}
		});
	}

	/**
	 * Wait for the script to end the server and itself, as the lifeline has told it to.
	 * It ignores SIGTERM.
	 * @param timeout how long to wait before both are killed
	 */
	void stop(Duration timeout) {
		this.stopping = true;
		if (!awaitExit(timeout)) {
			logger.warn("Embedded redis-server did not stop within %d ms: killing it".formatted(timeout.toMillis()));
		}
		kill();
	}

	/**
	 * Kill the script and the server.
	 */
	void kill() {
		List<ProcessHandle> left = Stream.concat(this.process.descendants(), server().stream()).toList();
		this.process.destroyForcibly();
		left.forEach(ProcessHandle::destroyForcibly);
	}

	/**
	 * Find the server by its pid file: it is no longer a child of the watcher if the
	 * watcher was killed. If something deletes the file, it is still the last one seen,
	 * and as long as that one is there, no other is: this is asked four times a second.
	 */
	Optional<ProcessHandle> server() {
		Optional<ProcessHandle> server = Optional.ofNullable(this.seen)
			.filter(ProcessHandle::isAlive)
			.filter(this::runsHere)
			.or(() -> this.run.serverPid().flatMap(ProcessHandle::of).filter(this::runsHere));
		server.ifPresent((process) -> this.seen = process);
		return server;
	}

	/**
	 * The number may meanwhile be another process's. Not by the executable: that may be a
	 * script, or be replaced while it runs.
	 */
	private boolean runsHere(ProcessHandle process) {
		try {
			String directory = Files.readSymbolicLink(Path.of("/proc", String.valueOf(process.pid()), "cwd"))
				.toString();
			return directory.equals(this.run.path().toString()) || directory.equals(this.run.path() + " (deleted)");
		}
		catch (IOException ex) {
			return false;
		}
	}

}
