// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * A port whose connections are handed to a worker's Tomcat, as the primary's are.
 */
final class HandedConnections implements AutoCloseable {

	private final HandoffEndpoint endpoint;

	private final ServerSocketChannel listener;

	/**
	 * Open a port.
	 * @param protocol serves its connections
	 */
	HandedConnections(HandoffProtocol protocol) throws IOException {
		this.endpoint = protocol.endpoint();
		this.listener = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
		new Thread(this::handOff, "test-handoff").start();
	}

	private void handOff() {
		try {
			while (true) {
				SocketChannel connection = this.listener.accept();
				this.endpoint.awaitRoom();
				this.endpoint.serve(connection);
			}
		}
		catch (ClosedChannelException ex) {
			// The test ends.
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	int port() {
		return this.listener.socket().getLocalPort();
	}

	@Override
	public void close() throws IOException {
		this.listener.close();
	}

}
