// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.channels.NetworkChannel;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Stands in for the listening socket when Tomcat asks for its port; the socket itself
 * belongs to the primary.
 *
 * @param address the address clients connect to
 */
record SharedAddress(InetSocketAddress address) implements NetworkChannel {

	@Override
	public NetworkChannel bind(SocketAddress local) {
		return this;
	}

	@Override
	public SocketAddress getLocalAddress() {
		return this.address;
	}

	@Override
	public <T> NetworkChannel setOption(SocketOption<T> name, T value) {
		return this;
	}

	@Override
	public <T> @Nullable T getOption(SocketOption<T> name) {
		return null;
	}

	@Override
	public Set<SocketOption<?>> supportedOptions() {
		return Set.of();
	}

	@Override
	public boolean isOpen() {
		return true;
	}

	@Override
	public void close() {
		// The primary closes the socket.
	}

}
