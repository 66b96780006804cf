// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.nio.channels.ClosedChannelException;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint.NioSocketWrapper;
import org.apache.tomcat.util.net.SendfileDataBase;
import org.apache.tomcat.util.net.SendfileState;

/**
 * A connection that a request thread reads first; it is registered with Tomcat's poller
 * only when it has to wait. The first request has usually arrived by the time a
 * connection is handed over, and a connection closed after that request then costs the
 * poller nothing.
 */
class HandedConnection extends NioSocketWrapper {

	HandedConnection(NioChannel channel, HandoffEndpoint endpoint) {
		super(channel, endpoint);
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
