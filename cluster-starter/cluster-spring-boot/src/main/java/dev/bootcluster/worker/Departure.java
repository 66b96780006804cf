// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.io.IOException;
import java.nio.channels.SocketChannel;

import dev.bootcluster.ipc.ConnectionNote;
import dev.bootcluster.ipc.ReturnChannel;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * A connection on its way to the primary.
 */
final class Departure implements ReturnChannel.Parcel {

	private static final Log logger = LogFactory.getLog(Departure.class);

	private final Departures departures;

	private final HandoffEndpoint endpoint;

	private final SocketChannel connection;

	private final ConnectionNote note;

	Departure(Departures departures, HandoffEndpoint endpoint, SocketChannel connection, ConnectionNote note) {
		this.departures = departures;
		this.endpoint = endpoint;
		this.connection = connection;
		this.note = note;
	}

	/**
	 * A channel that is closed while a selector watches it shuts the connection down for
	 * all processes that have it.
	 */
	@Override
	public boolean isReady() {
		if (!this.connection.isRegistered()) {
			return true;
		}
		this.endpoint.wakePoller();
		return false;
	}

	@Override
	public int descriptor() throws IOException {
		return ReceivedSockets.descriptor(this.connection);
	}

	@Override
	public ConnectionNote note() {
		return this.note;
	}

	@Override
	public void taken() {
		try {
			this.connection.close();
		}
		catch (IOException ex) {
			logger.debug("Could not close this worker's copy of a connection", ex);
		}
		this.departures.taken();
	}

	@Override
	public void refused() {
		this.departures.refused(this.connection, this.note);
	}

}
