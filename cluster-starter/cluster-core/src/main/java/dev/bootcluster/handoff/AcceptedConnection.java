// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

import java.time.Duration;

import io.netty.channel.unix.FileDescriptor;

/**
 * A client's connection and its place in the order of arrival.
 *
 * @param number the connection's number
 * @param descriptor the primary's copy of the descriptor
 * @param nanos when it was accepted, as {@link System#nanoTime()}
 */
record AcceptedConnection(long number, FileDescriptor descriptor,
		long nanos) implements Comparable<AcceptedConnection> {

	Duration waited() {
		return Duration.ofNanos(System.nanoTime() - this.nanos);
	}

	@Override
	public int compareTo(AcceptedConnection other) {
		return Long.compare(this.number, other.number);
	}

}
