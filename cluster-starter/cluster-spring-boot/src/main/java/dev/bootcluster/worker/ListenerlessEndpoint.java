// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SocketChannel;

import org.apache.tomcat.util.collections.SynchronizedStack;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.jspecify.annotations.Nullable;

/**
 * Tomcat's endpoint without a listening socket, which is the primary's.
 */
abstract class ListenerlessEndpoint extends NioEndpoint {

	@Override
	protected void initServerSocket() throws IOException {
		// The primary owns the listening socket.
	}

	@Override
	protected @Nullable NetworkChannel getServerSocket() {
		return shared(getPort());
	}

	/**
	 * Return a port of this endpoint's address.
	 */
	NetworkChannel shared(int port) {
		return new SharedAddress(
				(getAddress() != null) ? new InetSocketAddress(getAddress(), port) : new InetSocketAddress(port));
	}

	@Override
	protected SocketChannel serverSocketAccept() throws IOException {
		throw new IOException("Connections are handed over, not accepted");
	}

	/**
	 * The inherited method connects to the port to wake the acceptor; that connection
	 * would reach another worker or take a client's place.
	 */
	@Override
	protected void unlockAccept() {
		// There is no acceptor to wake.
	}

	@Override
	protected void startAcceptorThread() {
		this.acceptor = new NoAcceptor(this);
	}

	/**
	 * Return whether there are as many connections as may be.
	 */
	boolean isFull() {
		return getMaxConnections() != -1 && getConnectionCount() >= getMaxConnections();
	}

	/**
	 * Return a channel for a connection.
	 */
	NioChannel channel() {
		SynchronizedStack<NioChannel> pool = getNioChannels();
		NioChannel pooled = (pool != null) ? pool.pop() : null;
		if (pooled != null) {
			provideBuffers(pooled.getBufHandler());
			return pooled;
		}
		return createChannel(new SocketBufferHandler(this.socketProperties.getAppReadBufSize(),
				this.socketProperties.getAppWriteBufSize(), this.socketProperties.getDirectBuffer()));
	}

	/**
	 * Return a channel for a connection that has nothing to read and may never have. It
	 * gets its buffers before anything is read, or when Tomcat, which keeps it after the
	 * end of the connection, uses it again.
	 */
	NioChannel channelWithoutBuffers() {
		return createChannel(new SocketBufferHandler(0, 0, this.socketProperties.getDirectBuffer()));
	}

	@Override
	protected NioChannel createChannel(SocketBufferHandler buffers) {
		return isSSLEnabled() ? super.createChannel(buffers) : new EndingChannel(buffers);
	}

	/**
	 * Provide the buffers that a connection lacks.
	 */
	void provideBuffers(SocketBufferHandler buffers) {
		if (buffers.getReadBuffer().capacity() == 0) {
			buffers.expand(
					Math.max(this.socketProperties.getAppReadBufSize(), this.socketProperties.getAppWriteBufSize()));
		}
	}

	/**
	 * Let the poller notice that keys were cancelled.
	 */
	void wakePoller() {
		Poller poller = getPoller();
		if (poller != null) {
			poller.getSelector().wakeup();
		}
	}

}
