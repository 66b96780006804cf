// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.fork;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;

/**
 * Sends the messages of one task until it has ended: threads that it leaves behind must
 * not send messages on behalf of the next.
 */
final class TaskMessages implements ForkContext, AutoCloseable {

	private final FrameChannel owner;

	private final int maxMessageSize;

	private boolean closed;

	TaskMessages(FrameChannel owner, int maxMessageSize) {
		this.owner = owner;
		this.maxMessageSize = maxMessageSize;
	}

	@Override
	public void send(Serializable message) {
		byte[] content;
		try {
			content = Payload.write(message, this.maxMessageSize);
		}
		catch (PayloadException ex) {
			throw new IllegalArgumentException(
					"Message %s cannot be sent: %s".formatted(Payload.nameOf(message), ex.getMessage()), ex);
		}
		// A write by an interrupted thread would close the channel.
		boolean interrupted = Thread.interrupted();
		try {
			write(content);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The process that submitted this task is gone", ex);
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private synchronized void write(byte[] content) throws IOException {
		if (!this.closed) {
			this.owner.write(FrameType.MESSAGE, content);
		}
	}

	@Override
	public synchronized void close() {
		this.closed = true;
	}

}
