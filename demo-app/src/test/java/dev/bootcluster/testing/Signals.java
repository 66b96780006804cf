// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.testing;

import java.io.IOException;
import java.io.UncheckedIOException;

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

}
