// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;

import dev.bootcluster.ipc.ClientIntroduction;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.NioEndpoint.NioSocketWrapper;
import org.jspecify.annotations.Nullable;

/**
 * A connection that a balancer may have to introduce first, and whose addresses are then
 * those that it tells.
 */
abstract class IntroducedConnection extends NioSocketWrapper {

	private @Nullable ProxyHeaderReader expected;

	private ProxyHeader told = ProxyHeader.LOCAL;

	IntroducedConnection(NioChannel channel, NioEndpoint endpoint, @Nullable ProxyHeaderReader expected) {
		super(channel, endpoint);
		this.expected = expected;
	}

	/**
	 * Return whether the client may speak, because the header that a balancer sends first
	 * has been read, or none is expected.
	 */
	boolean isIntroduced() {
		return this.expected == null;
	}

	/**
	 * Read what has arrived of the header that a balancer sends first. The time it may
	 * take altogether is that of Tomcat's first read, because it does not count as one.
	 * @return whether it is complete
	 * @throws IOException if there is none
	 */
	boolean introduce() throws IOException {
		ProxyHeaderReader reader = this.expected;
		SocketChannel channel = getSocket().getIOChannel();
		if (reader == null || channel == null) {
			throw new ClosedChannelException();
		}
		ProxyHeader header = reader.read(channel);
		if (header == null) {
			return false;
		}
		this.told = header;
		this.expected = null;
		updateLastRead();
		return true;
	}

	/**
	 * Go on with an introduction that another worker has heard.
	 */
	void introduced(ClientIntroduction introduction) {
		this.told = new ProxyHeader(introduction.client(), introduction.server());
	}

	/**
	 * Return what another worker has to know.
	 */
	ClientIntroduction introduction() {
		return (this.expected != null) ? ClientIntroduction.PENDING
				: new ClientIntroduction(false, this.told.client(), this.told.server());
	}

	/**
	 * Return whether part of a header has been read, which only this worker knows.
	 */
	boolean isBeingIntroduced() {
		ProxyHeaderReader reader = this.expected;
		return reader != null && !reader.isUntouched();
	}

	@Override
	protected void populateRemoteAddr() {
		InetSocketAddress client = this.told.client();
		if (client != null) {
			this.remoteAddr = client.getAddress().getHostAddress();
		}
		else {
			super.populateRemoteAddr();
		}
	}

	@Override
	protected void populateRemoteHost() {
		InetSocketAddress client = this.told.client();
		if (client != null) {
			this.remoteHost = client.getAddress().getHostName();
		}
		else {
			super.populateRemoteHost();
		}
	}

	@Override
	protected void populateRemotePort() {
		InetSocketAddress client = this.told.client();
		if (client != null) {
			this.remotePort = client.getPort();
		}
		else {
			super.populateRemotePort();
		}
	}

	@Override
	protected void populateLocalName() {
		InetSocketAddress server = this.told.server();
		if (server != null) {
			this.localName = server.getAddress().getHostName();
		}
		else {
			super.populateLocalName();
		}
	}

	@Override
	protected void populateLocalAddr() {
		InetSocketAddress server = this.told.server();
		if (server != null) {
			this.localAddr = server.getAddress().getHostAddress();
		}
		else {
			super.populateLocalAddr();
		}
	}

	@Override
	protected void populateLocalPort() {
		InetSocketAddress server = this.told.server();
		if (server != null) {
			this.localPort = server.getPort();
		}
		else {
			super.populateLocalPort();
		}
	}

}
