// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.process;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * What a process has printed and nobody has received yet.
 */
final class OutputChunk {

	/**
	 * More is received in parts.
	 */
	static final int LONGEST = 64 * 1024;

	private static final int SHORTEST = 4 * 1024;

	/**
	 * Lines that belong to the one before: empty and indented ones, and those of a stack
	 * trace that are not (the exception, and what caused it).
	 */
	private static final Pattern CONTINUED = Pattern
		.compile("(\\s.*)?|(Caused|Wrapped) by: .*|([a-z_]\\w*\\.)+[A-Z][\\w$]*(: .*)?", Pattern.DOTALL);

	/**
	 * Enough of a line to tell.
	 */
	private static final int BEGINNING = 200;

	private byte[] bytes = new byte[SHORTEST];

	private int size;

	/**
	 * Return the array to read into, from {@link #size()} on; it has room.
	 */
	byte[] bytes() {
		if (this.size == this.bytes.length) {
			this.bytes = Arrays.copyOf(this.bytes, Math.min(2 * this.size, LONGEST));
		}
		return this.bytes;
	}

	int size() {
		return this.size;
	}

	boolean isEmpty() {
		return this.size == 0;
	}

	boolean isFull() {
		return this.size == LONGEST;
	}

	boolean endsWithALine() {
		return this.size > 0 && this.bytes[this.size - 1] == '\n';
	}

	/**
	 * Bytes have been read into the array.
	 */
	void grow(int count) {
		this.size += count;
	}

	/**
	 * Return how much can be received while more is being printed: all but the last thing
	 * that may go on, unless there is nothing else.
	 */
	int complete() {
		int lastLine = lineStart(this.size);
		int start = (lastLine == this.size) ? lineStart(this.size - 1) : lastLine;
		while (start > 0 && isContinued(start)) {
			start = lineStart(start - 1);
		}
		if (start > 0) {
			return start;
		}
		return (lastLine > 0) ? lastLine : this.size;
	}

	/**
	 * Return where the line begins that a position is in or, after a line break, would
	 * begin.
	 */
	private int lineStart(int position) {
		for (int i = position; i > 0; i--) {
			if (this.bytes[i - 1] == '\n') {
				return i;
			}
		}
		return 0;
	}

	private boolean isContinued(int start) {
		int end = start;
		while (end < this.size && end < start + BEGINNING && this.bytes[end] != '\n') {
			end++;
		}
		return CONTINUED.matcher(new String(this.bytes, start, end - start, StandardCharsets.ISO_8859_1)).matches();
	}

	/**
	 * The beginning has been received.
	 */
	void remove(int count) {
		System.arraycopy(this.bytes, count, this.bytes, 0, this.size - count);
		this.size -= count;
	}

}
