// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * Writes to a stream that may take nothing for a while, such as a terminal that the user
 * has paused or a pipe whose reader hangs, and holds up nobody for long. Whoever writes
 * waits until it is written, but once that has taken too long nobody waits any more until
 * all of it is. What is kept meanwhile is bounded; what is more is left out, and a line
 * says how much it was. Thread-safe.
 */
final class StallProofStream extends OutputStream {

	private final OutputStream target;

	private final Duration patience;

	private final int capacity;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final Queue<byte[]> queue = new ArrayDeque<>();

	private int queuedBytes;

	private long accepted;

	private long written;

	private long omittedBytes;

	private boolean stalled;

	/**
	 * Create a stream.
	 * @param target where to write
	 * @param patience how long somebody waits for the target
	 * @param capacity the number of bytes to keep for it, unless one write has more
	 */
	StallProofStream(OutputStream target, Duration patience, int capacity) {
		this.target = target;
		this.patience = patience;
		this.capacity = capacity;
	}

	/**
	 * Begin to write.
	 * @param name the name of the thread that does
	 * @return this
	 */
	StallProofStream start(String name) {
		Thread writer = new Thread(this::writeAll, name);
		writer.setDaemon(true);
		writer.start();
		return this;
	}

	@Override
	public void write(int value) {
		write(new byte[] { (byte) value }, 0, 1);
	}

	@Override
	public void write(byte[] bytes, int offset, int length) {
		byte[] copy = new byte[length];
		System.arraycopy(bytes, offset, copy, 0, length);
		this.lock.lock();
		try {
			if (this.queuedBytes > 0 && this.queuedBytes + length > this.capacity) {
				this.omittedBytes += length;
				return;
			}
			noteOmitted();
			enqueue(copy);
			this.changed.signalAll();
			if (!this.stalled) {
				this.stalled = !awaitWritten(this.accepted, this.patience);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Whoever is interrupted waits no longer; the stream did not fail.
	 */
	private boolean awaitWritten(long number, Duration patience) {
		long left = patience.toNanos();
		try {
			while (this.written < number && left > 0) {
				left = this.changed.awaitNanos(left);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return true;
		}
		return this.written >= number;
	}

	private void writeAll() {
		byte @Nullable [] done = null;
		while (true) {
			done = next(done);
			try {
				this.target.write(done);
				this.target.flush();
			}
			catch (IOException ex) {
				// As any PrintStream: what cannot be written is lost.
			}
		}
	}

	/**
	 * Wait for something to write.
	 * @param done what was written before
	 */
	private byte[] next(byte @Nullable [] done) {
		this.lock.lock();
		try {
			if (done != null) {
				this.queuedBytes -= done.length;
				this.written++;
				this.changed.signalAll();
			}
			if (this.queue.isEmpty()) {
				this.stalled = false;
				noteOmitted();
			}
			byte[] bytes = this.queue.poll();
			while (bytes == null) {
				this.changed.awaitUninterruptibly();
				bytes = this.queue.poll();
			}
			return bytes;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void noteOmitted() {
		if (this.omittedBytes > 0) {
			byte[] note = "[%d bytes of the log are missing here: this output took nothing for a while]%n"
				.formatted(this.omittedBytes)
				.getBytes(StandardCharsets.US_ASCII);
			this.omittedBytes = 0;
			enqueue(note);
		}
	}

	private void enqueue(byte[] bytes) {
		this.queue.add(bytes);
		this.queuedBytes += bytes.length;
		this.accepted++;
	}

	/**
	 * Wait, with the usual patience, until all is written.
	 */
	@Override
	public void flush() {
		this.lock.lock();
		try {
			if (!this.stalled) {
				awaitWritten(this.accepted, this.patience);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Wait longer, before this process ends and what is kept is lost.
	 */
	void finish(Duration patience) {
		this.lock.lock();
		try {
			awaitWritten(this.accepted, patience);
		}
		finally {
			this.lock.unlock();
		}
	}

}
