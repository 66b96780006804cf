// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * One request on a connection of its own.
 */
final class Exchange {

	private final long start = System.nanoTime();

	private final SocketChannel channel;

	private final ByteBuffer request;

	private final ByteArrayOutputStream answer = new ByteArrayOutputStream(256);

	private Outcome outcome;

	/**
	 * Begin to connect.
	 * @param selector says when to go on
	 * @param server where
	 * @param request what to send
	 */
	Exchange(Selector selector, InetSocketAddress server, byte[] request) throws IOException {
		this.request = ByteBuffer.wrap(request);
		this.channel = SocketChannel.open();
		this.channel.configureBlocking(false);
		SelectionKey key = this.channel.register(selector, SelectionKey.OP_CONNECT, this);
		try {
			if (this.channel.connect(server)) {
				key.interestOps(SelectionKey.OP_WRITE);
			}
		}
		catch (IOException ex) {
			failed(ex);
		}
	}

	/**
	 * Do what is possible now.
	 * @param key the connection's
	 * @param buffer to read with
	 */
	void advance(SelectionKey key, ByteBuffer buffer) throws IOException {
		try {
			if (key.isConnectable() && this.channel.finishConnect()) {
				key.interestOps(SelectionKey.OP_WRITE);
			}
			if (key.isWritable()) {
				this.channel.write(this.request);
				key.interestOps(this.request.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
			}
			if (key.isReadable()) {
				read(buffer);
			}
		}
		catch (IOException ex) {
			failed(ex);
		}
	}

	private void read(ByteBuffer buffer) throws IOException {
		buffer.clear();
		int count = this.channel.read(buffer);
		if (count < 0) {
			finish(Answer.judge(this.answer.toByteArray()));
		}
		else {
			this.answer.write(buffer.array(), 0, count);
		}
	}

	private void failed(IOException ex) throws IOException {
		if (ex instanceof BindException) {
			finish(Outcome.REFUSED);
			throw new UserException("This machine has no more ports for the client: " + ex.getMessage());
		}
		if (ex instanceof ConnectException) {
			finish(Outcome.REFUSED);
			return;
		}
		boolean complete = Answer.judge(this.answer.toByteArray()) == Outcome.ANSWERED;
		finish(complete ? Outcome.ANSWERED : Outcome.RESET);
	}

	void expire(long nanos) throws IOException {
		if (this.outcome == null && nanos() > nanos) {
			finish(Outcome.TIMEOUT);
		}
	}

	private void finish(Outcome outcome) throws IOException {
		this.outcome = outcome;
		this.channel.close();
	}

	Outcome outcome() {
		return this.outcome;
	}

	long nanos() {
		return System.nanoTime() - this.start;
	}

}
