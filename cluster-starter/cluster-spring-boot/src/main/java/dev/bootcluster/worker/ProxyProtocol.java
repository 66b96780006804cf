// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.function.LongSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.tomcat.util.net.SocketEvent;
import org.jspecify.annotations.Nullable;

/**
 * The PROXY protocol, with which a TCP balancer tells in front of everything else whose
 * connection it passes on. A connection without it is refused: whoever could leave it out
 * could also make up addresses (section 2 of the specification).
 */
final class ProxyProtocol {

	private static final Log logger = LogFactory.getLog(ProxyProtocol.class);

	private static final Duration SILENCE = Duration.ofMinutes(1);

	private final LongSupplier nanoTime;

	private @Nullable Long warned;

	private long refused;

	ProxyProtocol() {
		this(System::nanoTime);
	}

	ProxyProtocol(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
	}

	/**
	 * Go on with the introduction of a client, for a thread that holds the connection's
	 * lock.
	 * @return whether it is complete; if not, the connection waits for the rest, or is
	 * closed
	 */
	boolean mayProceed(HandedConnection connection, SocketEvent event) {
		Introduction introduction = introduce(connection, event);
		if (introduction == Introduction.REFUSED) {
			connection.close();
		}
		else if (introduction == Introduction.PENDING) {
			connection.registerReadInterest();
		}
		return introduction == Introduction.COMPLETE;
	}

	/**
	 * Read the header of a connection as far as it has arrived.
	 * @param connection the connection
	 * @param event what has happened to it
	 */
	Introduction introduce(HandedConnection connection, SocketEvent event) {
		if (event != SocketEvent.OPEN_READ) {
			// It took too long, or the connector stops.
			return Introduction.REFUSED;
		}
		try {
			return connection.introduce() ? Introduction.COMPLETE : Introduction.PENDING;
		}
		catch (ProxyHeaderException ex) {
			refuse(connection, ex);
		}
		catch (IOException | RuntimeException ex) {
			// Balancers connect and close to see whether anybody listens.
			logger.debug("A connection ended before it was introduced", ex);
		}
		return Introduction.REFUSED;
	}

	private void refuse(HandedConnection connection, ProxyHeaderException fault) {
		String line = refusal(peer(connection), fault);
		if (line != null) {
			logger.warn(line);
		}
	}

	/**
	 * Return what to log, {@code null} if that was done within the last minute.
	 */
	synchronized @Nullable String refusal(String peer, ProxyHeaderException fault) {
		this.refused++;
		long now = this.nanoTime.getAsLong();
		if (this.warned != null && now - this.warned < SILENCE.toNanos()) {
			return null;
		}
		String others = (this.refused > 1) ? ", the last of %d".formatted(this.refused) : "";
		this.warned = now;
		this.refused = 0;
		return ("Closed a connection from %s%s: with cluster.proxy-protocol=true, each has to begin with a header"
				+ " of the PROXY protocol, but %s")
			.formatted(peer, others, fault.getMessage());
	}

	/**
	 * The address of the socket, not one that Tomcat would remember.
	 */
	private static String peer(HandedConnection connection) {
		try {
			SocketChannel channel = connection.getSocket().getIOChannel();
			SocketAddress address = (channel != null) ? channel.getRemoteAddress() : null;
			return String.valueOf(address).replaceFirst("^/", "");
		}
		catch (IOException ex) {
			return "a client that is gone";
		}
	}

	/**
	 * How far a balancer has come.
	 */
	enum Introduction {

		/**
		 * The client may speak.
		 */
		COMPLETE,

		/**
		 * More has to arrive.
		 */
		PENDING,

		/**
		 * The connection is of no use.
		 */
		REFUSED

	}

}
