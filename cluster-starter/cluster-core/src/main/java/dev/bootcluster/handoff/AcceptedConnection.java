// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

import dev.bootcluster.Balancer;
import dev.bootcluster.ipc.ConnectionNote;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection and its place in the order of arrival.
 *
 * @param number the connection's number
 * @param descriptor the primary's copy of the descriptor
 * @param slot the slot that it belongs to, 0 if it belongs to none
 * @param nanos when it was accepted, as {@link System#nanoTime()}
 * @param note what travels with it, {@code null} if no worker has had it yet
 * @param origin the launch number of the worker that gave it back, 0 if none did
 */
record AcceptedConnection(long number, FileDescriptor descriptor, int slot, long nanos, @Nullable ConnectionNote note,
		long origin) implements Balancer.Client, Comparable<AcceptedConnection> {

	/**
	 * A client has connected.
	 */
	AcceptedConnection(long number, FileDescriptor descriptor, int slot, long nanos) {
		this(number, descriptor, slot, nanos, null, 0);
	}

	/**
	 * A worker has given its connection back.
	 */
	AcceptedConnection(long number, FileDescriptor descriptor, ConnectionNote note, long origin) {
		this(number, descriptor, note.slot(), System.nanoTime(), note, origin);
	}

	@Override
	public InetAddress address() {
		InetSocketAddress remote = new Socket(this.descriptor.intValue()).remoteAddress();
		return (remote != null) ? remote.getAddress() : new InetSocketAddress(0).getAddress();
	}

	@Override
	public long worker() {
		return (this.note != null) ? this.note.worker() : 0;
	}

	/**
	 * Return whether a request has begun to arrive that only the note contains.
	 */
	boolean hasBegun() {
		return this.note != null && this.note.hasBegun();
	}

	/**
	 * Return whether it comes from a worker and no request has begun to arrive as far as
	 * is known.
	 */
	boolean isIdle() {
		return this.note != null && !hasBegun();
	}

	Duration waited() {
		return Duration.ofNanos(System.nanoTime() - this.nanos);
	}

	@Override
	public int compareTo(AcceptedConnection other) {
		return Long.compare(this.number, other.number);
	}

}
