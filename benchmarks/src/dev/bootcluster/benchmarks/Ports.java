// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.benchmarks;

import java.io.IOException;
import java.net.ServerSocket;

/**
 * Hands out free ports below the kernel's range for clients, which a load of new
 * connections uses up.
 */
final class Ports {

	private static final int FIRST = 18_000;

	private static final int LAST = 32_000;

	private static int next = FIRST;

	private Ports() {
	}

	static synchronized int free() throws IOException {
		while (next < LAST) {
			int port = next++;
			try (ServerSocket socket = new ServerSocket(port)) {
				return socket.getLocalPort();
			}
			catch (IOException ex) {
				// Somebody has it.
			}
		}
		throw new IOException("no free port between %d and %d".formatted(FIRST, LAST));
	}

}
