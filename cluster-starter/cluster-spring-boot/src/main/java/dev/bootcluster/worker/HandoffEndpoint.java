// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SocketChannel;
import java.util.List;

import dev.bootcluster.ipc.SessionRoute;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.tomcat.util.collections.SynchronizedStack;
import org.apache.tomcat.util.net.Acceptor;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * Tomcat's endpoint without a listening socket: connections come from an intake,
 * everything after that is plain Tomcat.
 */
class HandoffEndpoint extends NioEndpoint {

	private static final Log logger = LogFactory.getLog(HandoffEndpoint.class);

	private @Nullable Runnable onRoom;

	private volatile @Nullable StickySessions sessions;

	private volatile ConnectionMove move = (connection, route, read) -> false;

	/**
	 * Set what to call when there may be room again after a refusal.
	 */
	void onRoom(Runnable onRoom) {
		this.onRoom = onRoom;
	}

	/**
	 * Serve requests only whose session is in this worker, and send others on.
	 * @param sessions the sessions of this worker
	 * @param move what sends connections on
	 */
	void stick(StickySessions sessions, ConnectionMove move) {
		this.sessions = sessions;
		this.move = move;
	}

	/**
	 * Return the sessions that decide about a request, {@code null} if none do, as with
	 * TLS: whose head can be read cannot be moved any more.
	 */
	@Nullable StickySessions sessions() {
		return isSSLEnabled() ? null : this.sessions;
	}

	boolean move(HandedConnection connection, SessionRoute route, byte[] read) {
		return this.move.move(connection, route, read);
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
	 * As inherited, except that a request thread reads first, not the poller.
	 */
	@Override
	protected boolean setSocketOptions(SocketChannel connection) {
		HandedConnection wrapper = null;
		try {
			NioChannel channel = channel();
			HandedConnection created = new HandedConnection(channel, this);
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
