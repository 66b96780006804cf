// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.process;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * The last lines a process printed, limited in number and length.
 */
public final class LastLines {

	private static final int LINES = 50;

	private static final int LENGTH = 2000;

	private final Deque<String> lines = new ArrayDeque<>();

	private final Consumer<String> follower;

	public LastLines() {
		this((line) -> {
		});
	}

	/**
	 * Create a memory that passes on what it is told.
	 * @param follower is given every line
	 */
	public LastLines(Consumer<String> follower) {
		this.follower = follower;
	}

	/**
	 * Remember a line.
	 * @param line the line
	 */
	public void add(String line) {
		remember(line);
		this.follower.accept(line);
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

}
