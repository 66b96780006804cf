// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.fork;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

import org.jspecify.annotations.Nullable;

/**
 * Transfers frames over a socket, in either process. One thread may read while any number
 * of threads write.
 */
final class FrameChannel implements Closeable {

	private static final int HEADER = Integer.BYTES + 1;

	/**
	 * What a failure may add to the size of its exception, which is at most that of a
	 * message.
	 */
	private static final int SLACK = 4 << 20;

	private final SocketChannel socket;

	private final int largest;

	private final ByteBuffer header = ByteBuffer.allocate(HEADER);

	/**
	 * Create a new channel. Does not use the streams of {@code Channels}, in which a
	 * blocked read blocks writes before JDK 19.
	 * @param socket a connected socket
	 * @param maxMessageSize the maximum size of a serialized object
	 */
	FrameChannel(SocketChannel socket, int maxMessageSize) {
		this.socket = socket;
		this.largest = maxMessageSize + SLACK;
	}

	/**
	 * Read the next frame.
	 * @return the frame, or {@code null} if the other side is gone
	 * @throws IOException if it is gone in the middle of a frame, or sends something that
	 * is not a frame
	 */
	@Nullable Frame read() throws IOException {
		this.header.clear();
		if (!fill(this.header)) {
			return null;
		}
		this.header.flip();
		int length = this.header.getInt();
		FrameType type = FrameType.of(this.header.get());
		if (length < 0 || length > this.largest) {
			throw new IOException(
					"Frame %s has %d bytes, more than the maximum of %d".formatted(type, length, this.largest));
		}
		ByteBuffer content = ByteBuffer.allocate(length);
		if (!fill(content)) {
			throw new EOFException("Frame %s is incomplete".formatted(type));
		}
		return new Frame(type, content.array());
	}

	private boolean fill(ByteBuffer buffer) throws IOException {
		while (buffer.hasRemaining()) {
			if (this.socket.read(buffer) == -1) {
				if (buffer.position() > 0) {
					throw new EOFException("Frame is incomplete");
				}
				return false;
			}
		}
		return true;
	}

	/**
	 * Write a frame. Blocks while the other side does not read.
	 * @param type its type
	 * @param content the content
	 * @throws IOException if the other side is gone
	 */
	synchronized void write(FrameType type, byte[] content) throws IOException {
		ByteBuffer head = ByteBuffer.allocate(HEADER).putInt(content.length).put(type.code()).flip();
		ByteBuffer[] frame = { head, ByteBuffer.wrap(content) };
		while (frame[0].hasRemaining() || frame[1].hasRemaining()) {
			this.socket.write(frame);
		}
	}

	@Override
	public void close() {
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			// It is closed anyway.
		}
	}

}
