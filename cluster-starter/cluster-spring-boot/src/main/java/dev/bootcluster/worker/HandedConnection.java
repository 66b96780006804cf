// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

import dev.bootcluster.ipc.ConnectionNote;
import dev.bootcluster.ipc.SessionRoute;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SendfileDataBase;
import org.apache.tomcat.util.net.SendfileState;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.jspecify.annotations.Nullable;

/**
 * A connection that a request thread reads first; it is registered with Tomcat's poller
 * only when it has to wait. The first request has usually arrived by the time a
 * connection is handed over, and a connection closed after that request then costs the
 * poller nothing.
 * <p>
 * Between two requests it can move to another worker. What is said here about moving is
 * for a thread that holds the connection's lock.
 */
class HandedConnection extends IntroducedConnection {

	/**
	 * How much of a head to look through for a session. Tomcat accepts no more by
	 * default.
	 */
	private static final int MAX_HEAD = 8192;

	private static final byte[] NOTHING = {};

	private final HandoffEndpoint handoff;

	private int requestsLeft;

	/**
	 * Since the last request began, a file has been sent, after which Tomcat keeps the
	 * processor although the request is over.
	 */
	private boolean fileSent;

	private @Nullable ApplicationBufferHandler input;

	private final RequestBound.Use use;

	/**
	 * The request that comes first is served here wherever its session lives: the primary
	 * chose this worker for it, or has no other.
	 */
	private boolean placed;

	/**
	 * @param channel the connection
	 * @param endpoint serves it
	 * @param expected reads what a balancer sends first, {@code null} if none does
	 */
	HandedConnection(NioChannel channel, HandoffEndpoint endpoint, @Nullable ProxyHeaderReader expected) {
		super(channel, endpoint, expected);
		this.handoff = endpoint;
		this.use = endpoint.bound().use(this::isClosed);
	}

	/**
	 * Only Tomcat's HTTP/1.1 reads into this buffer, and into its beginning only what
	 * begins a request.
	 */
	@Override
	public void setAppReadBufHandler(ApplicationBufferHandler handler) {
		this.input = handler;
		super.setAppReadBufHandler(handler);
	}

	/**
	 * With sticky sessions, look where the session of a request lives before Tomcat
	 * begins it. A connection whose request belongs to another worker moves there, and
	 * Tomcat sees the end of a stream.
	 */
	@Override
	public int read(boolean block, ByteBuffer to) throws IOException {
		StickySessions sessions = this.handoff.sessions();
		if (sessions == null || block || !isBeginning(to)) {
			return super.read(block, to);
		}
		if (this.placed) {
			int count = super.read(false, to);
			this.placed = count == 0;
			return count;
		}
		return readBeginning(sessions, to);
	}

	private boolean isBeginning(ByteBuffer to) {
		return this.input != null && to.position() == 0 && this.input.getByteBuffer() == to;
	}

	private int readBeginning(StickySessions sessions, ByteBuffer to) throws IOException {
		int limit = to.limit();
		int most = Math.min(MAX_HEAD, getSocketBufferHandler().getReadBuffer().capacity());
		SessionRoute route = null;
		while (route == null && to.position() < most && super.read(false, to) > 0) {
			to.limit(limit);
			route = sessions.find(to);
		}
		to.limit(limit);
		if (route == null && to.position() < most) {
			return awaitMore(to);
		}
		SessionRoute home = (route != null) ? route : SessionRoute.NONE;
		if (sessions.affinity().isElsewhere(home) && move(home, to)) {
			return -1;
		}
		return to.position();
	}

	/**
	 * Put back what there is of a head, so that the connection waits as if nothing had
	 * arrived.
	 */
	private int awaitMore(ByteBuffer to) {
		if (to.position() > 0) {
			int limit = to.limit();
			unRead(to.flip());
			to.position(0).limit(limit);
		}
		return 0;
	}

	private boolean move(SessionRoute route, ByteBuffer to) {
		byte[] read = new byte[to.position()];
		to.get(0, read);
		if (!this.handoff.move(this, route, read)) {
			return false;
		}
		this.handoff.wakePoller();
		to.position(0);
		return true;
	}

	@Override
	public void registerReadInterest() {
		meetPoller();
		super.registerReadInterest();
	}

	@Override
	public void registerWriteInterest() {
		meetPoller();
		super.registerWriteInterest();
	}

	/**
	 * The kernel sends the file, and the request is over when it has done so.
	 */
	@Override
	public SendfileState processSendfile(SendfileDataBase sendfileData) {
		this.fileSent = true;
		meetPoller();
		return super.processSendfile(sendfileData);
	}

	/**
	 * Return whether no request is under way and the poller waits for bytes, for a thread
	 * that holds the lock.
	 */
	boolean isIdle() {
		return interestOps() == SelectionKey.OP_READ && isWithoutRequest() && getSendfileData() == null;
	}

	/**
	 * Return whether the connection is in use: a request is under way, or waits for a
	 * thread, or there was one lately.
	 * @param since since when, as {@link System#currentTimeMillis()}
	 */
	boolean isActive(long since) {
		return getLastRead() >= since || !isIdle();
	}

	/**
	 * Return whether what an HTTP/2 or WebSocket connection sends has not yet gone.
	 */
	boolean isWriting() {
		return this.writePending != null && this.writePending.availablePermits() == 0;
	}

	/**
	 * Since JDK 11, registering does not wait for a selection in progress. The interest
	 * set is empty; the event that follows sets it.
	 */
	private void meetPoller() {
		SocketChannel channel = getSocket().getIOChannel();
		Selector selector = getPoller().getSelector();
		if (channel != null && channel.keyFor(selector) == null) {
			try {
				channel.register(selector, 0, this);
			}
			catch (ClosedChannelException ex) {
				// The poller closes connections that have no key.
			}
		}
	}

	@Override
	public void setKeepAliveLeft(int keepAliveLeft) {
		super.setKeepAliveLeft(keepAliveLeft);
		this.requestsLeft = keepAliveLeft;
	}

	@Override
	public int decrementKeepAlive() {
		this.requestsLeft = super.decrementKeepAlive();
		return this.requestsLeft;
	}

	/**
	 * Go on with a connection that another worker has served.
	 * @param note what came with it
	 * @param again whether no other worker could have it
	 * @return whether something is there to read that the poller knows nothing of
	 */
	boolean resume(ConnectionNote note, boolean again) {
		this.placed = again || note.worker() != 0;
		StickySessions sessions = this.handoff.sessions();
		if (sessions != null && note.worker() != 0) {
			sessions.affinity().placed(new SessionRoute(note.slot(), note.worker()));
		}
		// What a drain has set meanwhile concerns the answer of this worker only.
		int most = again ? -1 : this.handoff.getMaxKeepAliveRequests();
		int left = note.requestsLeft();
		setKeepAliveLeft((left > 0 && (most <= 0 || left < most)) ? left : most);
		if (isIntroduced()) {
			setReadTimeout(this.handoff.getKeepAliveTimeout());
		}
		if (!note.hasBegun()) {
			return false;
		}
		SocketBufferHandler buffers = getSocketBufferHandler();
		if (buffers.getReadBuffer().capacity() < note.read().length) {
			buffers.expand(note.read().length);
		}
		unRead(ByteBuffer.wrap(note.read()));
		return true;
	}

	/**
	 * Its use of request threads.
	 */
	RequestBound.Use use() {
		return this.use;
	}

	@Override
	protected void doClose() {
		super.doClose();
		this.use.endAll();
	}

	/**
	 * A request begins, or goes on.
	 */
	void processing() {
		this.fileSent = false;
	}

	/**
	 * A request thread is done with the connection, for now.
	 */
	void processed() {
		int slot = this.handoff.departures().next(this);
		if (slot != Departures.STAYS) {
			moveTo(slot, NOTHING);
		}
	}

	/**
	 * Return whether the connection is between two requests and no byte of an answer is
	 * left to send, nor one of a balancer's header to come.
	 */
	boolean isAtRest() {
		return !isClosed() && !isBeingIntroduced() && isWithoutRequest() && getSendfileData() == null
				&& this.readOperation == null && this.writeOperation == null && !hasDataToWrite();
	}

	private boolean isWithoutRequest() {
		return getCurrentProcessor() == null || (this.fileSent && interestOps() == SelectionKey.OP_READ);
	}

	/**
	 * Move the connection to another worker if it is at rest.
	 * @param slot the slot that it should go to, 0 if any will do
	 * @return whether it moves; it is then no longer this worker's
	 */
	boolean moveTo(int slot) {
		return isAtRest() && moveTo(slot, NOTHING);
	}

	/**
	 * Move the connection to another worker. No request may be under way.
	 * @param slot the slot that it should go to, 0 if any will do
	 * @param read what was read and belongs to a request that nobody has begun
	 * @return whether it moves; it is then no longer this worker's. {@code false} if its
	 * connector's connections cannot move, or too much was read
	 */
	boolean moveTo(int slot, byte[] read) {
		return moveTo(new SessionRoute(slot, 0), read);
	}

	/**
	 * Move the connection to the worker that has the session of its next request, which
	 * has not begun.
	 * @param route where that session lives, {@link SessionRoute#NONE} if any worker will
	 * do
	 * @param read what was read of the request
	 * @return whether it moves
	 */
	boolean moveTo(SessionRoute route, byte[] read) {
		SocketChannel channel = getSocket().getIOChannel();
		byte[] unread = unread();
		Departures departures = this.handoff.departures();
		if (channel == null || !departures.isPossible() || read.length + unread.length > ConnectionNote.MAX_READ
				|| !this.closed.compareAndSet(false, true)) {
			return false;
		}
		departures.begin();
		detach(channel);
		this.use.endAll();
		byte[] all = ByteBuffer.allocate(read.length + unread.length).put(read).put(unread).array();
		departures.send(channel,
				new ConnectionNote(route.slot(), route.launch(), this.requestsLeft, introduction(), all));
		return true;
	}

	/**
	 * Return what Tomcat has read and not used.
	 */
	private byte[] unread() {
		SocketBufferHandler buffers = getSocketBufferHandler();
		if (buffers.isReadBufferEmpty()) {
			return NOTHING;
		}
		buffers.configureReadBufferForRead();
		ByteBuffer unread = buffers.getReadBuffer().duplicate();
		byte[] bytes = new byte[unread.remaining()];
		unread.get(bytes);
		return bytes;
	}

	/**
	 * As when a connection is closed, except that it stays open, and still counts. Who
	 * meets the wrapper later, as the poller and request threads may, finds it closed.
	 * The channel object is not reused: a poller that has just looked it up would take
	 * the next connection's for this one's.
	 */
	private void detach(SocketChannel channel) {
		this.handoff.getHandler().release(this);
		this.handoff.forget(channel);
		NioChannel socket = getSocket();
		this.socketBufferHandler = MovedChannel.INSTANCE.getBufHandler();
		reset(MovedChannel.INSTANCE);
		socket.free();
		SelectionKey key = channel.keyFor(getPoller().getSelector());
		if (key != null) {
			key.cancel();
		}
	}

}
