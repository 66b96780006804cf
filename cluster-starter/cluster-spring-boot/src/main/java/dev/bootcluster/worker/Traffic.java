// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketWrapperBase;

/**
 * The connections of one of a worker's connectors, and how to end them.
 */
final class Traffic {

	/**
	 * How long a client has to close its HTTP/2 connection itself. Longer than a request
	 * sent before GOAWAY arrived is usually in transit.
	 */
	private static final Duration AFTER_GOAWAY = Duration.ofSeconds(2);

	private static final long REPEAT = TimeUnit.MILLISECONDS.toNanos(100);

	/**
	 * How long a connection that is to move may have one request after the other, as when
	 * a client sends without waiting for answers. After that, as with any that cannot
	 * move, its next answer announces the close.
	 */
	private static final Duration RESTLESS = Duration.ofSeconds(2);

	private final HandoffEndpoint endpoint;

	private final Duration afterGoaway;

	private final InstantSource clock;

	private final WebSockets webSockets = new WebSockets();

	private volatile long announcedMillis;

	private volatile long repeated;

	/**
	 * Whether connections move to other workers instead of being closed.
	 */
	private volatile boolean moving;

	Traffic(HandoffEndpoint endpoint) {
		this(endpoint, AFTER_GOAWAY, InstantSource.system());
	}

	Traffic(HandoffEndpoint endpoint, Duration afterGoaway, InstantSource clock) {
		this.endpoint = endpoint;
		this.afterGoaway = afterGoaway;
		this.clock = clock;
	}

	int connections() {
		return this.endpoint.openConnectionCount();
	}

	/**
	 * Make every response from now on close its connection: HTTP/1.1 responses carry
	 * {@code Connection: close}, HTTP/2 connections get GOAWAY, WebSockets are closed.
	 */
	void announceClose() {
		end(false);
	}

	/**
	 * As {@link #announceClose()}, except that HTTP/1.1 connections in plain text go to
	 * other workers between two requests, if they can.
	 */
	void moveOrAnnounceClose() {
		end(this.endpoint.departures().leave());
	}

	private void end(boolean moving) {
		this.moving = moving;
		this.announcedMillis = this.clock.millis();
		if (!moving) {
			this.endpoint.setMaxKeepAliveRequests(1);
		}
		this.endpoint.getHandler().pause();
		this.webSockets.announceClose(this.endpoint.openConnections());
	}

	/**
	 * Let more of the connections go that should move. If the primary takes them no
	 * longer, the close is announced after all.
	 * @param patienceMillis for how long it may take none before that
	 */
	void moveIdle(long patienceMillis) {
		if (!this.moving) {
			return;
		}
		if (!this.endpoint.departures().isLeaving()) {
			announceClose();
			return;
		}
		this.endpoint.departures().moveIdle(patienceMillis);
		boolean late = this.clock.millis() - this.announcedMillis >= RESTLESS.toMillis();
		if (late && this.endpoint.departures().isCalm()) {
			this.endpoint.setMaxKeepAliveRequests(1);
		}
	}

	/**
	 * Let no more connections go: there is no time left.
	 */
	void stopMoving() {
		this.moving = false;
		this.endpoint.departures().stay();
	}

	/**
	 * Tells each once. A connection may become one of HTTP/2 or a WebSocket after the
	 * close was announced: its handshake was still under way.
	 */
	private void tellLongConversations(long idleMillis) {
		this.repeated = System.nanoTime();
		this.endpoint.getHandler().pause();
		this.webSockets.restart(this.endpoint.openConnections(), this.clock.millis() - this.announcedMillis,
				TimeUnit.NANOSECONDS.toMillis(REPEAT), idleMillis);
	}

	/**
	 * Close idle connections: HTTP/1.1 connections without a request for a while, unless
	 * they move, and HTTP/2 connections without streams that clients did not close after
	 * GOAWAY. The while begins with the announcement at the earliest, because a client
	 * that was silent before may be about to send a request.
	 */
	void closeIdle(long idleMillis) {
		if (idleMillis == 0 || System.nanoTime() - this.repeated >= REPEAT) {
			tellLongConversations(idleMillis);
		}
		long now = this.clock.millis();
		long sinceMillis = now - this.announcedMillis;
		if (sinceMillis < this.afterGoaway.toMillis() && (this.moving || sinceMillis < idleMillis)) {
			// None has been silent for long enough.
			return;
		}
		for (SocketWrapperBase<NioChannel> connection : this.endpoint.openConnections()) {
			if (connection instanceof HandedConnection wrapper) {
				closeIfIdle(wrapper, now, idleMillis);
			}
		}
	}

	private void closeIfIdle(HandedConnection connection, long now, long idleMillis) {
		long lastActive = Math.max(connection.getLastRead(), connection.getLastWrite());
		long silentMillis = now - Math.max(lastActive, this.announcedMillis);
		if (silentMillis >= this.afterGoaway.toMillis()) {
			Http2.closeIfIdle(connection);
		}
		if (silentMillis >= idleMillis && !this.moving && connection.getLock().tryLock()) {
			try {
				if (connection.isIdle()) {
					connection.close();
				}
			}
			finally {
				connection.getLock().unlock();
			}
		}
	}

}
