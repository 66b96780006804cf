// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.process;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * The last lines a process printed, limited in number and length.
 */
public final class LastLines {

	private static final int LINES = 50;

	private static final int LENGTH = 2000;

	private final Deque<String> lines = new ArrayDeque<>();

	private final @Nullable Consumer<String> follower;

	public LastLines() {
		this(null);
	}

	/**
	 * Create a memory that passes on what it is told.
	 * @param follower is given every line, {@code null} if nobody wants them
	 */
	public LastLines(@Nullable Consumer<String> follower) {
		this.follower = follower;
	}

	/**
	 * Remember a line.
	 * @param line the line
	 */
	public void add(String line) {
		remember(line);
		if (this.follower != null) {
			this.follower.accept(line);
		}
	}

	private synchronized void remember(String line) {
		if (this.lines.size() == LINES) {
			this.lines.removeFirst();
		}
		this.lines.addLast((line.length() > LENGTH) ? line.substring(0, LENGTH) : line);
	}

	/**
	 * Return the last lines.
	 * @return the lines, the oldest first
	 */
	public synchronized List<String> get() {
		return List.copyOf(this.lines);
	}

	/**
	 * Remembers the last lines of one of the process's streams. Of a chunk with many
	 * lines it reads only those that will be remembered, unless there is a follower.
	 */
	final class Stream {

		private final ByteArrayOutputStream line = new ByteArrayOutputStream();

		/**
		 * Remember what a chunk ends with.
		 * @param bytes holds the chunk at its beginning
		 * @param length its length
		 */
		void add(byte[] bytes, int length) {
			int from = (LastLines.this.follower != null) ? 0 : beginning(bytes, length);
			if (from > 0) {
				this.line.reset();
			}
			int start = from;
			for (int i = from; i < length; i++) {
				if (bytes[i] == '\n') {
					add(bytes, start, i);
					end();
					start = i + 1;
				}
			}
			add(bytes, start, length);
		}

		/**
		 * Add to the line what of it there is room for; not byte by byte, each of which
		 * would take the stream's lock.
		 */
		private void add(byte[] bytes, int start, int end) {
			this.line.write(bytes, start, Math.min(end - start, 4 * LENGTH - this.line.size()));
		}

		/**
		 * Return where the last lines begin, 0 if there are no others.
		 */
		private static int beginning(byte[] bytes, int length) {
			int lines = 0;
			for (int i = length; i > 0; i--) {
				if (bytes[i - 1] == '\n' && ++lines > LINES) {
					return i;
				}
			}
			return 0;
		}

		/**
		 * The line ends here.
		 */
		void end() {
			LastLines.this.add(this.line.toString(Charset.defaultCharset()).stripTrailing());
			this.line.reset();
		}

		/**
		 * The stream has ended, maybe without a line break.
		 */
		void ended() {
			if (this.line.size() > 0) {
				end();
			}
		}

	}

}
