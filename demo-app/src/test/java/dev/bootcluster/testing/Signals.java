// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Sends signals as {@code kill} does.
 */
final class Signals {

	private Signals() {
	}

	/**
	 * Send a signal.
	 * @param name its name without {@code SIG}
	 * @param target a process, or a process group with a minus
	 */
	static void send(String name, String target) {
		try {
			Process kill = new ProcessBuilder("kill", "-" + name, "--", target).inheritIO().start();
			if (kill.waitFor() != 0) {
				throw new IllegalStateException("kill -%s %s failed".formatted(name, target));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Whether all threads of a process stand still (proc_pid_stat(5): state T).
	 * @param pid the process
	 * @return {@code false} while one of them still runs
	 * @throws IOException if the process is gone
	 */
	static boolean isStopped(long pid) throws IOException {
		try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/%d/task".formatted(pid)))) {
			for (Path thread : threads) {
				String stat = Files.readString(thread.resolve("stat"));
				if (stat.charAt(stat.lastIndexOf(')') + 2) != 'T') {
					return false;
				}
			}
		}
		return true;
	}

}
