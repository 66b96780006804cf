// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint.NioSocketWrapper;
import org.apache.tomcat.util.net.SendfileDataBase;
import org.apache.tomcat.util.net.SendfileState;
import org.jspecify.annotations.Nullable;

/**
 * A connection that a request thread reads first; it is registered with Tomcat's poller
 * only when it has to wait. The first request has usually arrived by the time a
 * connection is handed over, and a connection closed after that request then costs the
 * poller nothing.
 */
class HandedConnection extends NioSocketWrapper {

	private @Nullable ProxyHeaderReader expected;

	private ProxyHeader told = ProxyHeader.LOCAL;

	private volatile boolean sendingFile;

	/**
	 * @param channel the connection
	 * @param endpoint serves it
	 * @param expected reads what a balancer sends first, {@code null} if none does
	 */
	HandedConnection(NioChannel channel, HandoffEndpoint endpoint, @Nullable ProxyHeaderReader expected) {
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
	 * Where the client's connection comes from and goes to.
	 */
	ProxyHeader told() {
		return this.told;
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
		meetPoller();
		this.sendingFile = true;
		return super.processSendfile(sendfileData);
	}

	@Override
	public void updateLastRead() {
		this.sendingFile = false;
		super.updateLastRead();
	}

	/**
	 * Return whether no request is under way, for a thread that holds the lock. Between
	 * requests a connection has no processor, unless a file was sent, and the poller
	 * waits for bytes.
	 */
	boolean isIdle() {
		return interestOps() == SelectionKey.OP_READ
				&& (getCurrentProcessor() == null || (this.sendingFile && getSendfileData() == null));
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

}
