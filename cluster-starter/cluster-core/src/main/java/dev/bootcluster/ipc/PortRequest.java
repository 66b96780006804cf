// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import org.jspecify.annotations.Nullable;

/**
 * A request for what only one process can have: a port to listen on.
 *
 * @param <R> the type of its answer
 */
public sealed interface PortRequest<R> extends Request<R> {

	/**
	 * Open a port for a further connector of the application, unless a worker has asked
	 * for the same one before. Workers that ask alike get the same port.
	 *
	 * @param address the numeric address to listen on, {@code null} for all addresses
	 * @param port the port, 0 for a free one
	 * @param connector the connector's place among those of the application, which tells
	 * apart those that ask for a free port
	 * @param backlog how many connections the kernel may hold before they are accepted
	 * @param plainHttp whether the connector speaks HTTP without TLS
	 */
	record Open(@Nullable String address, int port, int connector, int backlog,
			boolean plainHttp) implements PortRequest<Opened> {

		@Override
		public Class<Opened> answer() {
			return Opened.class;
		}

	}

	/**
	 * An open port.
	 *
	 * @param number its number, with which a worker connects for its connections
	 * @param port the port that clients connect to
	 */
	record Opened(int number, int port) {
	}

}
