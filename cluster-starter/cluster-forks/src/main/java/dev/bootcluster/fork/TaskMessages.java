/*
 * Copyright 2026 the Boot Cluster authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

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
