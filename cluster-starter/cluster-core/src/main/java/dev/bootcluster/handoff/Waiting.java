// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Predicate;

import dev.bootcluster.ipc.SessionRoute;

/**
 * Connections that wait for a worker, in the order of acceptance. Those that belong to
 * one wait apart from the others, so that a worker which takes none holds up only its
 * own; so do those that were another worker's.
 */
final class Waiting {

	/**
	 * Where those that were another worker's wait, and longer than new ones may have to.
	 */
	private static final SessionRoute ANOTHERS = new SessionRoute(0, Long.MAX_VALUE);

	private final Map<SessionRoute, Queue<AcceptedConnection>> queues = new LinkedHashMap<>();

	private int size;

	int size() {
		return this.size;
	}

	/**
	 * Return whether none is waiting for what a connection needs.
	 */
	boolean isEmptyFor(AcceptedConnection connection) {
		return this.size == 0 || !this.queues.containsKey(route(connection));
	}

	void add(AcceptedConnection connection) {
		this.queues.computeIfAbsent(route(connection), (route) -> new PriorityQueue<>()).add(connection);
		this.size++;
	}

	private static SessionRoute route(AcceptedConnection connection) {
		if (connection.worker() != 0) {
			return new SessionRoute(connection.slot(), connection.worker());
		}
		return (connection.origin() != 0) ? ANOTHERS : SessionRoute.NONE;
	}

	/**
	 * Hand connections off, from each queue until one cannot be.
	 * @param handOff hands a connection off, or returns {@code false}
	 */
	void handOff(Predicate<AcceptedConnection> handOff) {
		takeWhile(handOff, (connection) -> {
		});
	}

	/**
	 * Take out connections, from each queue until one does not match.
	 * @param consumer gets them
	 */
	void takeWhile(Predicate<AcceptedConnection> predicate, Consumer<AcceptedConnection> consumer) {
		Iterator<Queue<AcceptedConnection>> queues = this.queues.values().iterator();
		while (queues.hasNext()) {
			Queue<AcceptedConnection> queue = queues.next();
			AcceptedConnection connection;
			while ((connection = queue.peek()) != null && predicate.test(connection)) {
				queue.remove();
				this.size--;
				consumer.accept(connection);
			}
			if (queue.isEmpty()) {
				queues.remove();
			}
		}
	}

}
