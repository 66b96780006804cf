// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

import dev.bootcluster.ipc.SessionRoute;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint.NioSocketWrapper;
import org.apache.tomcat.util.net.SendfileDataBase;
import org.apache.tomcat.util.net.SendfileState;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.jspecify.annotations.Nullable;

/**
 * A connection that a request thread reads first; it is registered with Tomcat's poller
 * only when it has to wait. The first request has usually arrived by the time a
 * connection is handed over, and a connection closed after that request then costs the
 * poller nothing.
 */
class HandedConnection extends NioSocketWrapper {

	/**
	 * How much of a head to look through for a session. Tomcat accepts no more by
	 * default.
	 */
	private static final int MAX_HEAD = 8192;

	/**
	 * The most that travels with a connection.
	 */
	private static final int MAX_READ = 32 * 1024;

	private final HandoffEndpoint endpoint;

	private @Nullable ApplicationBufferHandler input;

	private boolean placed;

	HandedConnection(NioChannel channel, HandoffEndpoint endpoint) {
		super(channel, endpoint);
		this.endpoint = endpoint;
	}

	/**
	 * The primary chose this worker for the request that comes first, so it is served
	 * here wherever its session lives.
	 */
	void placed() {
		this.placed = true;
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
		StickySessions sessions = this.endpoint.sessions();
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

	/**
	 * The buffer of the socket holds what Tomcat's had no room for.
	 */
	private boolean move(SessionRoute route, ByteBuffer to) {
		SocketBufferHandler buffers = getSocketBufferHandler();
		buffers.configureReadBufferForRead();
		ByteBuffer rest = buffers.getReadBuffer().duplicate();
		byte[] read = new byte[to.position() + rest.remaining()];
		if (read.length > MAX_READ) {
			return false;
		}
		to.get(0, read, 0, to.position());
		rest.get(read, to.position(), rest.remaining());
		if (!this.endpoint.move(this, route, read)) {
			return false;
		}
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

	@Override
	public SendfileState processSendfile(SendfileDataBase sendfileData) {
		meetPoller();
		return super.processSendfile(sendfileData);
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

}
