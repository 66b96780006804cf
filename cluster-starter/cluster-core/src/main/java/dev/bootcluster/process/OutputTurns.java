// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.process;

import java.io.PrintStream;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * Lets children print on the streams of this process one after the other, in the order in
 * which they want to: one that prints all the time has to wait its turn. Standard output
 * and standard error share their turns on a terminal, which shows both. Thread-safe.
 */
final class OutputTurns {

	private static final OutputTurns OUT = new OutputTurns();

	private static final OutputTurns ERR = Terminal.isAttached() ? OUT : new OutputTurns();

	private final ReentrantLock turn = new ReentrantLock(true);

	/**
	 * Who printed a line that has no end yet.
	 */
	private @Nullable Object writer;

	private @Nullable PrintStream unfinished;

	/**
	 * Return the turns of a stream.
	 * @param stream a stream of this process, or another one, which has turns of its own
	 */
	static OutputTurns of(PrintStream stream) {
		if (stream == StandardStreams.out()) {
			return OUT;
		}
		return (stream == StandardStreams.err()) ? ERR : new OutputTurns();
	}

	/**
	 * Print a chunk, on lines of its own unless it goes on with what its writer printed
	 * before.
	 * @param writer who prints it
	 * @param to where to print it
	 * @param bytes holds the chunk at its beginning
	 * @param length its length
	 */
	void print(Object writer, PrintStream to, byte[] bytes, int length) {
		this.turn.lock();
		try {
			if (this.unfinished != null && this.writer != writer) {
				this.unfinished.write('\n');
				this.unfinished.flush();
			}
			to.write(bytes, 0, length);
			to.flush();
			this.writer = writer;
			this.unfinished = (bytes[length - 1] != '\n') ? to : null;
		}
		finally {
			this.turn.unlock();
		}
	}

	/**
	 * Return how many wait for their turn.
	 */
	int waiting() {
		return this.turn.getQueueLength();
	}

}
