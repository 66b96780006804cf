// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

import io.netty.channel.unix.FileDescriptor;

/**
 * A client's connection and its place in the order of arrival.
 *
 * @param number the connection's number
 * @param descriptor the primary's copy of the descriptor
 */
record AcceptedConnection(long number, FileDescriptor descriptor) implements Comparable<AcceptedConnection> {

	@Override
	public int compareTo(AcceptedConnection other) {
		return Long.compare(this.number, other.number);
	}

}
