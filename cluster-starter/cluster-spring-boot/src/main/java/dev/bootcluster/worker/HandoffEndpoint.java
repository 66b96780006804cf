// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.stream.Stream;

import dev.bootcluster.ipc.ConnectionNote;
import dev.bootcluster.ipc.SessionRoute;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketProcessorBase;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint whose connections come from an intake. Everything after that is plain
 * Tomcat.
 */
class HandoffEndpoint extends ListenerlessEndpoint {

	private static final Log logger = LogFactory.getLog(HandoffEndpoint.class);

	private final Departures departures = new Departures(this);

	private @Nullable Runnable onRoom;

	private @Nullable Runnable onClose;

	private volatile @Nullable StickySessions sessions;

	private volatile ConnectionMove move = (connection, route, read) -> false;

	private @Nullable ProxyProtocol proxyProtocol;

	private RequestBound bound = RequestBound.NONE;

	/**
	 * Set what to call when there may be room again after a refusal.
	 */
	void onRoom(Runnable onRoom) {
		this.onRoom = onRoom;
	}

	/**
	 * Set what to call when a connection has closed.
	 */
	void onClose(Runnable onClose) {
		this.onClose = onClose;
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
		return isPlainHttp() ? this.sessions : null;
	}

	boolean move(HandedConnection connection, SessionRoute route, byte[] read) {
		return this.move.move(connection, route, read);
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
	 * Bound how many requests are executed at a time.
	 */
	void limit(int maxInFlight) {
		this.bound = new RequestBound(maxInFlight, this::sayRoom);
	}

	/**
	 * Reserve room for one more connection, if there is any. A new one has a request. One
	 * that another worker has served is welcome whatever is executed: it may not have
	 * any.
	 * @param note what comes with it, {@code null} if it is new
	 */
	boolean reserve(@Nullable ConnectionNote note) {
		if (!isRunning() || isPaused() || isFull() || (note == null && !reserveRequest())) {
			return false;
		}
		awaitRoom();
		return true;
	}

	/**
	 * Reserve room for a request, if there is any.
	 */
	boolean reserveRequest() {
		return this.bound.reserve();
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
	 * @param note what was to come with it, {@code null} if it is new
	 */
	void unreserve(@Nullable ConnectionNote note) {
		if (note == null) {
			this.bound.release();
		}
		countDownConnection();
	}

	/**
	 * Release the room of a connection that another worker serves.
	 */
	void left() {
		countDownConnection();
	}

	/**
	 * Serve a new connection for which room was reserved, also for its request.
	 */
	void serve(SocketChannel connection) {
		serve(connection, null);
	}

	/**
	 * Serve a connection for which room was reserved.
	 * @param note what came with it, {@code null} if it is new
	 */
	void serve(SocketChannel connection, @Nullable ConnectionNote note) {
		serve(connection, note, false);
		if (note == null) {
			// From now on it counts while it holds a request thread or waits for one.
			this.bound.release();
		}
	}

	/**
	 * Serve a connection, also its next request, that no other worker could have.
	 */
	void serveAgain(SocketChannel connection, ConnectionNote note) {
		serve(connection, note, true);
	}

	private void serve(SocketChannel connection, @Nullable ConnectionNote note, boolean again) {
		if (!setSocketOptions(connection, note, again)) {
			closeSocket(connection);
		}
	}

	/**
	 * Serve a connection of this process itself, for which room was reserved.
	 */
	void serveOwn(SocketChannel connection) {
		if (!begin(connection, null, null, false)) {
			closeSocket(connection);
		}
	}

	@Override
	protected boolean setSocketOptions(SocketChannel connection) {
		return setSocketOptions(connection, null, false);
	}

	private boolean setSocketOptions(SocketChannel connection, @Nullable ConnectionNote note, boolean again) {
		boolean expects = isBehindBalancer() && (note == null || note.introduction().pending());
		return begin(connection, expects ? new ProxyHeaderReader() : null, note, again);
	}

	/**
	 * As Tomcat does, except that a request thread reads first, not the poller, unless
	 * another worker has served the connection: its next request may be long in coming.
	 */
	private boolean begin(SocketChannel connection, @Nullable ProxyHeaderReader expected, @Nullable ConnectionNote note,
			boolean again) {
		HandedConnection wrapper;
		boolean waits;
		try {
			NioChannel channel = (note != null && !note.hasBegun()) ? channelWithoutBuffers() : channel();
			wrapper = new HandedConnection(channel, this, expected);
			channel.reset(connection, wrapper);
			connection.configureBlocking(false);
			this.socketProperties.setProperties(connection.socket());
			wrapper.setReadTimeout(getConnectionTimeout());
			wrapper.setWriteTimeout(getConnectionTimeout());
			wrapper.setKeepAliveLeft(getMaxKeepAliveRequests());
			if (note != null && isBehindBalancer()) {
				wrapper.introduced(note.introduction());
			}
			waits = note != null && !wrapper.resume(note, again);
		}
		catch (IOException | RuntimeException ex) {
			// Often the client has already disconnected.
			logger.debug("A connection cannot be served", ex);
			destroySocket(connection);
			return false;
		}
		return waits ? await(connection, wrapper) : read(connection, wrapper);
	}

	private boolean read(SocketChannel connection, HandedConnection wrapper) {
		this.connections.put(connection, wrapper);
		return processSocket(wrapper, SocketEvent.OPEN_READ, true);
	}

	/**
	 * With the lock, because the connection may move as soon as it is known.
	 */
	private boolean await(SocketChannel connection, HandedConnection wrapper) {
		wrapper.getLock().lock();
		try {
			this.connections.put(connection, wrapper);
			wrapper.registerReadInterest();
			return true;
		}
		catch (RuntimeException ex) {
			logger.debug("A connection cannot wait for its next request", ex);
			return false;
		}
		finally {
			wrapper.getLock().unlock();
		}
	}

	@Override
	public boolean processSocket(SocketWrapperBase<NioChannel> connection, SocketEvent event, boolean dispatch) {
		if (dispatch && connection instanceof HandedConnection handed && handed.getCurrentProcessor() == null) {
			return handed.use().begin(() -> begin(handed, event));
		}
		return super.processSocket(connection, event, dispatch);
	}

	private boolean begin(HandedConnection connection, SocketEvent event) {
		boolean begins = super.processSocket(connection, event, true);
		if (!begins) {
			connection.close();
		}
		return begins;
	}

	@Override
	protected SocketProcessorBase<NioChannel> createSocketProcessor(SocketWrapperBase<NioChannel> connection,
			SocketEvent event) {
		return new Processing(connection, event);
	}

	private boolean introduced(HandedConnection connection, SocketEvent event) {
		ProxyProtocol protocol = this.proxyProtocol;
		return protocol == null || protocol.mayProceed(connection, event);
	}

	/**
	 * The connections currently open.
	 */
	List<SocketWrapperBase<NioChannel>> openConnections() {
		return List.copyOf(this.connections.values());
	}

	/**
	 * The connections currently open that other workers could serve as well.
	 */
	Stream<HandedConnection> handedConnections() {
		return this.connections.values()
			.stream()
			.filter(HandedConnection.class::isInstance)
			.map(HandedConnection.class::cast);
	}

	int openConnectionCount() {
		// In this order none is missed.
		return this.connections.size() + this.departures.underWay();
	}

	/**
	 * A connection has left.
	 */
	void forget(SocketChannel connection) {
		this.connections.remove(connection);
	}

	Departures departures() {
		return this.departures;
	}

	/**
	 * Return whether this is a connector for HTTP/1.1 in plain text, so that another
	 * worker can go on with its connections.
	 */
	boolean isPlainHttp() {
		return !isSSLEnabled();
	}

	/**
	 * What executes and counts the requests.
	 */
	RequestBound bound() {
		return this.bound;
	}

	@Override
	protected long countDownConnection() {
		long count = super.countDownConnection();
		sayRoom();
		if (this.onClose != null) {
			this.onClose.run();
		}
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

	/**
	 * Lets a client speak once its balancer has introduced it, and its connection move
	 * when a request thread is done with it. Until it is introduced, it holds no thread.
	 */
	private final class Processing extends SocketProcessor {

		Processing(SocketWrapperBase<NioChannel> connection, SocketEvent event) {
			super(connection, event);
		}

		/**
		 * Called with the connection's lock. The inherited method releases this object
		 * for the next connection.
		 */
		@Override
		protected void doRun() {
			if (!(this.socketWrapper instanceof HandedConnection connection)) {
				super.doRun();
				return;
			}
			try {
				process(connection);
			}
			finally {
				connection.use().end();
			}
		}

		private void process(HandedConnection connection) {
			provideBuffers(connection.getSocketBufferHandler());
			if (connection.isIntroduced() || introduced(connection, this.event)) {
				connection.processing();
				super.doRun();
				connection.processed();
			}
		}

	}

}
