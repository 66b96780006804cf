// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.stream.IntStream;

/**
 * Ports that nobody listens on, for servers that must be told a number.
 */
public final class FreePorts {

	private static final int HIGHEST = 65535;

	private FreePorts() {
	}

	/**
	 * Find a free port. Nothing keeps others from taking it before the server does.
	 * @return the port
	 */
	public static int one() {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Find free ports, at a distance from the first.
	 * @param offsets the distances that must be free, too
	 * @return the first port
	 */
	public static int withOffsets(int... offsets) {
		while (true) {
			int port = one();
			if (IntStream.of(offsets).map((offset) -> port + offset).allMatch(FreePorts::isFree)) {
				return port;
			}
		}
	}

	/**
	 * Look whether a port is free now.
	 * @param port the port
	 * @return whether a server could listen there
	 */
	public static boolean isFree(int port) {
		if (port > HIGHEST) {
			return false;
		}
		try (ServerSocket socket = new ServerSocket(port)) {
			return socket.isBound();
		}
		catch (IOException ex) {
			return false;
		}
	}

}
