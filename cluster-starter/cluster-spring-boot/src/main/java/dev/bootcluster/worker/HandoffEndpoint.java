// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SocketChannel;
import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.tomcat.util.collections.SynchronizedStack;
import org.apache.tomcat.util.net.Acceptor;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketProcessorBase;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * Tomcat's endpoint without a listening socket: connections come from an intake,
 * everything after that is plain Tomcat.
 */
class HandoffEndpoint extends NioEndpoint {

	private static final Log logger = LogFactory.getLog(HandoffEndpoint.class);

	private @Nullable Runnable onRoom;

	private @Nullable ProxyProtocol proxyProtocol;

	/**
	 * Set what to call when there may be room again after a refusal.
	 */
	void onRoom(Runnable onRoom) {
		this.onRoom = onRoom;
	}

	/**
	 * Expect every connection to begin with a header of the PROXY protocol.
	 */
	void expect(ProxyProtocol proxyProtocol) {
		this.proxyProtocol = proxyProtocol;
	}

	/**
	 * Return whether every connection has to begin with a header of the PROXY protocol.
	 */
	boolean isBehindBalancer() {
		return this.proxyProtocol != null;
	}

	/**
	 * Reserve room for one more connection, if there is any.
	 */
	boolean reserve() {
		if (!isRunning() || isPaused() || isFull()) {
			return false;
		}
		awaitRoom();
		return true;
	}

	private boolean isFull() {
		return getMaxConnections() != -1 && getConnectionCount() >= getMaxConnections();
	}

	/**
	 * Wait for room for one more connection and reserve it.
	 */
	void awaitRoom() {
		try {
			countUpOrAwaitConnection();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Release room for which no connection came.
	 */
	void unreserve() {
		countDownConnection();
	}

	/**
	 * Serve a connection for which room was reserved.
	 */
	void serve(SocketChannel connection) {
		if (!setSocketOptions(connection)) {
			closeSocket(connection);
		}
	}

	/**
	 * Serve a connection of this process itself, for which room was reserved.
	 */
	void serveOwn(SocketChannel connection) {
		if (!begin(connection, null)) {
			closeSocket(connection);
		}
	}

	@Override
	protected boolean setSocketOptions(SocketChannel connection) {
		return begin(connection, (this.proxyProtocol != null) ? new ProxyHeaderReader() : null);
	}

	/**
	 * As Tomcat does, except that a request thread reads first, not the poller.
	 */
	private boolean begin(SocketChannel connection, @Nullable ProxyHeaderReader expected) {
		HandedConnection wrapper = null;
		try {
			NioChannel channel = channel();
			HandedConnection created = new HandedConnection(channel, this, expected);
			channel.reset(connection, created);
			this.connections.put(connection, created);
			wrapper = created;
			connection.configureBlocking(false);
			this.socketProperties.setProperties(connection.socket());
			wrapper.setReadTimeout(getConnectionTimeout());
			wrapper.setWriteTimeout(getConnectionTimeout());
			wrapper.setKeepAliveLeft(getMaxKeepAliveRequests());
			return processSocket(wrapper, SocketEvent.OPEN_READ, true);
		}
		catch (IOException | RuntimeException ex) {
			// Often the client has already disconnected.
			logger.debug("A connection cannot be served", ex);
			if (wrapper == null) {
				destroySocket(connection);
			}
			return false;
		}
	}

	@Override
	protected SocketProcessorBase<NioChannel> createSocketProcessor(SocketWrapperBase<NioChannel> connection,
			SocketEvent event) {
		ProxyProtocol expected = this.proxyProtocol;
		return (expected != null) ? new IntroducedProcessor(connection, event, expected)
				: super.createSocketProcessor(connection, event);
	}

	private NioChannel channel() {
		SynchronizedStack<NioChannel> pool = getNioChannels();
		NioChannel pooled = (pool != null) ? pool.pop() : null;
		return (pooled != null) ? pooled
				: createChannel(new SocketBufferHandler(this.socketProperties.getAppReadBufSize(),
						this.socketProperties.getAppWriteBufSize(), this.socketProperties.getDirectBuffer()));
	}

	/**
	 * The connections currently open.
	 */
	List<SocketWrapperBase<NioChannel>> openConnections() {
		return List.copyOf(this.connections.values());
	}

	int openConnectionCount() {
		return this.connections.size();
	}

	@Override
	protected long countDownConnection() {
		long count = super.countDownConnection();
		sayRoom();
		return count;
	}

	@Override
	public void startInternal() throws Exception {
		super.startInternal();
		sayRoom();
	}

	@Override
	public void resume() {
		super.resume();
		sayRoom();
	}

	private void sayRoom() {
		if (this.onRoom != null) {
			this.onRoom.run();
		}
	}

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
	 * Lets a client speak once its balancer has introduced it. Until then the connection
	 * holds no thread.
	 */
	private final class IntroducedProcessor extends SocketProcessor {

		private final ProxyProtocol protocol;

		IntroducedProcessor(SocketWrapperBase<NioChannel> connection, SocketEvent event, ProxyProtocol protocol) {
			super(connection, event);
			this.protocol = protocol;
		}

		@Override
		protected void doRun() {
			if (this.socketWrapper instanceof HandedConnection connection && !connection.isIntroduced()) {
				switch (this.protocol.introduce(connection, this.event)) {
					case REFUSED -> connection.close();
					case PENDING -> connection.registerReadInterest();
					case COMPLETE -> super.doRun();
				}
			}
			else {
				super.doRun();
			}
		}

	}

	/**
	 * Placeholder for the acceptor that Tomcat stops.
	 */
	private static final class NoAcceptor extends Acceptor<SocketChannel> {

		NoAcceptor(HandoffEndpoint endpoint) {
			super(endpoint);
		}

		@Override
		public void stopMillis(int waitMilliseconds) {
			// It does not run.
		}

	}

}
