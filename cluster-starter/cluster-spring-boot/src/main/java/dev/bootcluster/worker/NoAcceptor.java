// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.nio.channels.SocketChannel;

import org.apache.tomcat.util.net.Acceptor;

/**
 * Placeholder for the acceptor that Tomcat stops.
 */
final class NoAcceptor extends Acceptor<SocketChannel> {

	NoAcceptor(ListenerlessEndpoint endpoint) {
		super(endpoint);
	}

	@Override
	public void stopMillis(int waitMilliseconds) {
		// It does not run.
	}

}
