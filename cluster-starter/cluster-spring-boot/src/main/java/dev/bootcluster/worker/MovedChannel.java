// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;

import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint.NioSocketWrapper;
import org.apache.tomcat.util.net.SocketBufferHandler;

/**
 * Takes the place of the channel of a connection that has left this worker, as Tomcat's
 * closed channel does when one is closed.
 */
final class MovedChannel extends NioChannel {

	static final MovedChannel INSTANCE = new MovedChannel();

	private MovedChannel() {
		super(new SocketBufferHandler(0, 0, false));
	}

	@Override
	public void reset(SocketChannel channel, NioSocketWrapper wrapper) {
		// There is nothing to reuse.
	}

	@Override
	public void free() {
		// There is nothing to free.
	}

	@Override
	public boolean isOpen() {
		return false;
	}

	@Override
	public void close() {
		// It is another worker's.
	}

	@Override
	public int read(ByteBuffer target) {
		return -1;
	}

	@Override
	public long read(ByteBuffer[] targets, int offset, int length) {
		return -1;
	}

	@Override
	public int write(ByteBuffer source) throws ClosedChannelException {
		throw new ClosedChannelException();
	}

	@Override
	public long write(ByteBuffer[] sources, int offset, int length) throws ClosedChannelException {
		throw new ClosedChannelException();
	}

}
