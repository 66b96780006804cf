// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.testing;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * A TCP connection whose reads and writes have one deadline, and which goes on reading
 * while it writes: a server may answer, or close, before it has the whole request.
 */
final class Wire implements AutoCloseable {

	private final SocketChannel channel;

	private final Selector selector;

	private final SelectionKey key;

	private ByteBuffer input = ByteBuffer.allocate(16 * 1024).flip();

	private long deadline;

	private boolean received;

	private boolean ended;

	private Wire(SocketChannel channel, Selector selector) throws IOException {
		this.channel = channel;
		this.selector = selector;
		channel.configureBlocking(false);
		this.key = channel.register(selector, 0);
	}

	static Wire connect(InetSocketAddress address, Duration timeout) throws IOException {
		Selector selector = Selector.open();
		try {
			Wire wire = new Wire(SocketChannel.open(), selector);
			wire.connect(address, System.nanoTime() + timeout.toNanos());
			return wire;
		}
		catch (IOException | RuntimeException ex) {
			closeAll(selector);
			throw ex;
		}
	}

	private void connect(InetSocketAddress address, long deadline) throws IOException {
		this.deadline = deadline;
		boolean connected = this.channel.connect(address);
		while (!connected) {
			await(SelectionKey.OP_CONNECT);
			connected = this.channel.finishConnect();
		}
		this.channel.socket().setTcpNoDelay(true);
	}

	int localPort() {
		return this.channel.socket().getLocalPort();
	}

	/**
	 * Set the deadline of the exchange that follows.
	 * @param timeout the time from now
	 */
	void expect(Duration timeout) {
		this.received = false;
		this.deadline = System.nanoTime() + timeout.toNanos();
	}

	/**
	 * Write all bytes, or as many as the server takes before it has closed its side.
	 * @param bytes the bytes
	 * @throws IOException if the connection broke and nothing was received before
	 */
	void write(ByteBuffer bytes) throws IOException {
		try {
			while (bytes.hasRemaining() && !this.ended) {
				if (this.channel.write(bytes) == 0) {
					await(SelectionKey.OP_WRITE | SelectionKey.OP_READ);
					receive();
				}
			}
		}
		catch (SocketTimeoutException ex) {
			throw ex;
		}
		catch (IOException ex) {
			if (!isOpen() && !hasInput()) {
				throw ex;
			}
			// The answer came before the end of the request; the reader judges it.
			this.ended = true;
		}
	}

	/**
	 * The next byte.
	 * @return the byte
	 * @throws EOFException at the end of the stream
	 */
	byte read() throws IOException {
		while (!this.input.hasRemaining()) {
			fill();
		}
		return this.input.get();
	}

	void read(byte[] target, int start, int length) throws IOException {
		for (int done = 0; done < length;) {
			while (!this.input.hasRemaining()) {
				fill();
			}
			int part = Math.min(length - done, this.input.remaining());
			this.input.get(target, start + done, part);
			done += part;
		}
	}

	/**
	 * Whether there are bytes that were received and not yet read.
	 * @return {@code true} if there are
	 */
	boolean hasInput() {
		return this.input.hasRemaining();
	}

	/**
	 * Whether any byte was received in this exchange.
	 * @return {@code true} if one was
	 */
	boolean hasReceived() {
		return this.received;
	}

	/**
	 * Look, without waiting, whether bytes or the end of the stream have come.
	 * @return {@code false} if the server has closed the connection
	 */
	boolean isOpen() {
		try {
			receive();
		}
		catch (IOException ex) {
			return false;
		}
		return !this.ended;
	}

	private void fill() throws IOException {
		receive();
		if (this.input.hasRemaining()) {
			return;
		}
		if (this.ended) {
			throw new EOFException("the server closed the connection");
		}
		await(SelectionKey.OP_READ);
	}

	private void receive() throws IOException {
		if (this.ended) {
			return;
		}
		this.input.compact();
		try {
			if (!this.input.hasRemaining()) {
				this.input = ByteBuffer.allocate(this.input.capacity() * 2).put(this.input.flip());
			}
			int count = this.channel.read(this.input);
			this.ended = count == -1;
			this.received |= count > 0;
		}
		finally {
			this.input.flip();
		}
	}

	private void await(int operations) throws IOException {
		this.key.interestOps(operations);
		long left = (this.deadline - System.nanoTime() + 999_999) / 1_000_000;
		if (left <= 0 || this.selector.select(left) == 0) {
			if (System.nanoTime() >= this.deadline) {
				throw new SocketTimeoutException("deadline passed");
			}
		}
		this.selector.selectedKeys().clear();
	}

	@Override
	public void close() {
		closeAll(this.selector);
	}

	private static void closeAll(Selector selector) {
		try {
			for (SelectionKey key : selector.keys()) {
				key.channel().close();
			}
			// The descriptor is given back only when the selector forgets the channel.
			selector.close();
		}
		catch (IOException ex) {
			// Nobody needs this connection any more.
		}
	}

}
