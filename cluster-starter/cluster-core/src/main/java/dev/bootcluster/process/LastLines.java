// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.process;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The last lines a process printed, limited in number and length.
 */
public final class LastLines {

	private static final int LINES = 50;

	private static final int LENGTH = 2000;

	private final Deque<String> lines = new ArrayDeque<>();

	/**
	 * Remember a line.
	 * @param line the line
	 */
	public synchronized void add(String line) {
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

}
