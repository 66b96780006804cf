// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.supervision;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.bootcluster.ipc.OwnerOnly;
import dev.bootcluster.process.JvmVariables;
import dev.bootcluster.process.WorkingDirectory;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Takes a thread dump of another JVM with {@code jcmd} or, if that is missing or fails,
 * makes the JVM print one itself (SIGQUIT), which the primary passes on.
 */
public final class OutsideThreadDump implements ThreadDump.Outside {

	private static final Log logger = LogFactory.getLog(OutsideThreadDump.class);

	private static final Pattern CAUGHT = Pattern.compile("SigCgt:\\s*(\\p{XDigit}+)");

	private static final int SIGQUIT = 3;

	/**
	 * Jcmd leaves a file in the worker's working directory unless it gives up on its own.
	 */
	private static final String ATTACH_TIMEOUT = "-J-Dsun.tools.attach.attachTimeout=5000";

	private static final long JCMD_SECONDS = 10;

	private static final long SIGNAL_SECONDS = 1;

	private final Path jcmd;

	public OutsideThreadDump() {
		this(Path.of(System.getProperty("java.home")));
	}

	public OutsideThreadDump(Path javaHome) {
		this.jcmd = javaHome.resolve("bin").resolve("jcmd");
	}

	@Override
	public CompletableFuture<Boolean> dump(long pid, Path file) {
		return CompletableFuture.supplyAsync(() -> take(pid, file), (task) -> {
			Thread thread = new Thread(task, "cluster-thread-dump-" + pid);
			thread.setDaemon(true);
			thread.start();
		});
	}

	private boolean take(long pid, Path file) {
		try {
			if (!catchesQuit(pid)) {
				return false;
			}
			if (Files.isExecutable(this.jcmd) && askJcmd(pid, file)) {
				return true;
			}
			run(new ProcessBuilder("sh", "-c", "kill -QUIT " + pid), SIGNAL_SECONDS);
			logger.info("Asked process %d to print its thread dump".formatted(pid));
		}
		catch (IOException | RuntimeException ex) {
			logger.warn("Cannot take a thread dump of process %d: %s".formatted(pid, ex));
		}
		return false;
	}

	private boolean askJcmd(long pid, Path file) {
		try {
			// The worker may have begun to write it.
			Files.deleteIfExists(file);
			Files.createFile(file, OwnerOnly.FILE);
			ProcessBuilder command = new ProcessBuilder(this.jcmd.toString(), ATTACH_TIMEOUT, Long.toString(pid),
					"Thread.print", "-l");
			// The application's options and agents are not meant for jcmd.
			JvmVariables.apply(Map.of(), command.environment());
			command.directory(WorkingDirectory.existing().toFile()).redirectOutput(file.toAbsolutePath().toFile());
			if (run(command, JCMD_SECONDS)) {
				return true;
			}
			Files.deleteIfExists(file);
		}
		catch (IOException ex) {
			logger.warn("Cannot write the thread dump of process %d: %s".formatted(pid, ex));
		}
		return false;
	}

	private static boolean run(ProcessBuilder command, long seconds) throws IOException {
		Process process = command.redirectError(ProcessBuilder.Redirect.DISCARD).start();
		try {
			return process.waitFor(seconds, TimeUnit.SECONDS) && process.exitValue() == 0;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
		finally {
			process.destroyForcibly();
		}
	}

	/**
	 * Return whether the JVM handles SIGQUIT. A JVM that is still starting, or was
	 * started with {@code -Xrs}, would be killed by the signal, which jcmd also sends
	 * (proc(5), {@code SigCgt}).
	 */
	private static boolean catchesQuit(long pid) throws IOException {
		Matcher caught = CAUGHT.matcher(Files.readString(Path.of("/proc/" + pid + "/status")));
		return caught.find() && new BigInteger(caught.group(1), 16).testBit(SIGQUIT - 1);
	}

}
