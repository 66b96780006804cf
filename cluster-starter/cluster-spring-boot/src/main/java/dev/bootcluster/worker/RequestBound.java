// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * How many requests of a port a worker executes at a time. New connections wait where
 * another worker can get them. Requests of connections that a worker has already wait in
 * it, in order and without a thread. Threads themselves are not bounded: HTTP/2 and
 * WebSocket need one to go on with what others wait for.
 */
final class RequestBound {

	/**
	 * As many as there are threads.
	 */
	static final RequestBound NONE = new RequestBound(Integer.MAX_VALUE, () -> {
	});

	private final int max;

	private final Runnable onRoom;

	/**
	 * Those that are executed, wait, or are about to come.
	 */
	private final AtomicInteger requests = new AtomicInteger();

	private final AtomicInteger executing = new AtomicInteger();

	private final Queue<BooleanSupplier> waiting = new ConcurrentLinkedQueue<>();

	/**
	 * Those that ended while others waited.
	 */
	private final AtomicInteger ended = new AtomicInteger();

	/**
	 * Connections that always have requests would keep new ones out for ever.
	 */
	private final AtomicBoolean turn = new AtomicBoolean();

	/**
	 * @param max how many
	 * @param onRoom called when there is room again
	 */
	RequestBound(int max, Runnable onRoom) {
		this.max = max;
		this.onRoom = onRoom;
	}

	private boolean isNone() {
		return this.max == Integer.MAX_VALUE;
	}

	/**
	 * Return about how many wait.
	 */
	int waiting() {
		return isNone() ? 0 : Math.max(this.requests.get() - this.executing.get(), 0);
	}

	/**
	 * Count the request of a new connection, if there is room or it is its turn.
	 */
	boolean reserve() {
		if (isNone()) {
			return true;
		}
		if (increment(this.requests)) {
			this.turn.set(false);
			return true;
		}
		if (this.turn.get() && this.turn.compareAndSet(true, false)) {
			this.requests.incrementAndGet();
			return true;
		}
		return false;
	}

	/**
	 * The request that was reserved has begun, or will not.
	 */
	void release() {
		if (!isNone() && this.requests.decrementAndGet() == this.max - 1) {
			this.onRoom.run();
		}
	}

	private boolean increment(AtomicInteger number) {
		return number.getAndUpdate((count) -> (count < this.max) ? count + 1 : count) < this.max;
	}

	private void startWaiting() {
		while (!this.waiting.isEmpty() && increment(this.executing)) {
			BooleanSupplier first = this.waiting.poll();
			if (first == null) {
				this.executing.decrementAndGet();
			}
			else {
				first.getAsBoolean();
			}
		}
	}

	/**
	 * Return what counts the requests of one connection.
	 * @param over whether the connection is closed, or another worker's
	 */
	Use use(BooleanSupplier over) {
		return new Use(over);
	}

	/**
	 * The requests of a connection: the next event may come before the thread of the last
	 * is done.
	 */
	final class Use {

		private final BooleanSupplier over;

		private final AtomicInteger begun = new AtomicInteger();

		private Use(BooleanSupplier over) {
			this.over = over;
		}

		/**
		 * Begin a request, at once or when it is its turn.
		 * @param begin has a thread begin it, and returns {@code false} if none will
		 * @return {@code false} if none will
		 */
		boolean begin(BooleanSupplier begin) {
			if (isNone()) {
				return begin.getAsBoolean();
			}
			RequestBound.this.requests.incrementAndGet();
			boolean begins = true;
			if (RequestBound.this.waiting.isEmpty() && increment(RequestBound.this.executing)) {
				begins = start(begin);
			}
			else {
				RequestBound.this.waiting.add(() -> start(begin));
			}
			startWaiting();
			return begins;
		}

		private boolean start(BooleanSupplier begin) {
			this.begun.incrementAndGet();
			boolean begins = !this.over.getAsBoolean() && begin.getAsBoolean();
			if (!begins) {
				drop();
			}
			else if (this.over.getAsBoolean()) {
				dropAll();
			}
			return begins;
		}

		/**
		 * A thread is done with the connection.
		 */
		void end() {
			if (!isNone() && drop()) {
				startWaiting();
			}
		}

		/**
		 * The connection is over: what was begun will do nothing.
		 */
		void endAll() {
			if (!isNone()) {
				dropAll();
				startWaiting();
			}
		}

		private void dropAll() {
			while (drop()) {
				continue;
			}
		}

		private boolean drop() {
			if (this.begun.getAndUpdate((count) -> Math.max(count - 1, 0)) == 0) {
				return false;
			}
			RequestBound.this.executing.decrementAndGet();
			int left = RequestBound.this.requests.decrementAndGet();
			int max = RequestBound.this.max;
			boolean turn = left >= max && RequestBound.this.ended.incrementAndGet() % max == 0;
			if (turn) {
				RequestBound.this.turn.set(true);
			}
			if (turn || left == max - 1) {
				RequestBound.this.onRoom.run();
			}
			return true;
		}

	}

}
