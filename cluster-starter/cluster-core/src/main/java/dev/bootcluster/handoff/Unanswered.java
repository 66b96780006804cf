// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The connections that a worker was sent and has not answered, in order, and how many
 * there may be: what a worker that stalls keeps from others.
 */
final class Unanswered {

	/**
	 * How many connections with a request a worker may have unanswered.
	 */
	static final int WINDOW = 32;

	/**
	 * How many more may be idle, as a multiple: their clients wait for nothing, and a
	 * drain passes on thousands, each round trip of which waits for processors. All
	 * together, even with a note each, are fewer descriptors than fill a Unix socket's
	 * buffer (278), so a send never meets a full one.
	 */
	private static final int IDLE = 3;

	private final Deque<AcceptedConnection> connections = new ArrayDeque<>(WINDOW);

	private int idle;

	/**
	 * After a refusal it grows by one with each connection taken: who has room for one
	 * need not have it for all.
	 */
	private int window = WINDOW;

	/**
	 * Return whether the worker may have no more for now.
	 */
	boolean isFull() {
		return this.connections.size() - Math.min(this.idle, IDLE * this.window) >= this.window;
	}

	boolean isEmpty() {
		return this.connections.isEmpty();
	}

	int size() {
		return this.connections.size();
	}

	void add(AcceptedConnection connection) {
		this.connections.add(connection);
		this.idle += connection.isIdle() ? 1 : 0;
	}

	/**
	 * Return the one that is answered next.
	 */
	@Nullable AcceptedConnection oldest() {
		return this.connections.peek();
	}

	/**
	 * The oldest was answered.
	 * @return that one, {@code null} if there is none
	 */
	@Nullable AcceptedConnection remove() {
		AcceptedConnection connection = this.connections.poll();
		this.idle -= (connection != null && connection.isIdle()) ? 1 : 0;
		return connection;
	}

	/**
	 * Remove all that will never be answered.
	 */
	List<AcceptedConnection> removeAll() {
		List<AcceptedConnection> all = List.copyOf(this.connections);
		this.connections.clear();
		this.idle = 0;
		return all;
	}

	/**
	 * The worker took one.
	 */
	void taken() {
		this.window = Math.min(this.window + 1, WINDOW);
	}

	/**
	 * The worker refused one.
	 */
	void refused() {
		this.window = 1;
	}

}
