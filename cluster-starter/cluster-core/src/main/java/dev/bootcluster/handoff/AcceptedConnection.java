// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

import dev.bootcluster.Balancer;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;

/**
 * A client's connection and its place in the order of arrival.
 *
 * @param number the connection's number
 * @param descriptor the primary's copy of the descriptor
 * @param slot the slot that it belongs to, 0 if it belongs to none
 * @param nanos when it was accepted, as {@link System#nanoTime()}
 */
record AcceptedConnection(long number, FileDescriptor descriptor, int slot,
		long nanos) implements Balancer.Client, Comparable<AcceptedConnection> {

	@Override
	public InetAddress address() {
		InetSocketAddress remote = new Socket(this.descriptor.intValue()).remoteAddress();
		return (remote != null) ? remote.getAddress() : new InetSocketAddress(0).getAddress();
	}

	Duration waited() {
		return Duration.ofNanos(System.nanoTime() - this.nanos);
	}

	@Override
	public int compareTo(AcceptedConnection other) {
		return Long.compare(this.number, other.number);
	}

}
