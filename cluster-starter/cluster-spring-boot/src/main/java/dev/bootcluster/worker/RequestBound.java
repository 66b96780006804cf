// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * How many requests of a port a worker executes at a time. Connections that have to wait
 * do so where another worker can get them. Requests of connections that a worker has
 * already wait in it, for a thread, and count as well.
 */
final class RequestBound {

	/**
	 * As many as there are threads.
	 */
	static final RequestBound NONE = new RequestBound(Integer.MAX_VALUE, () -> {
	});

	private final int max;

	private final Runnable onRoom;

	private final AtomicInteger requests = new AtomicInteger();

	/**
	 * @param max how many
	 * @param onRoom called when there is room again
	 */
	RequestBound(int max, Runnable onRoom) {
		this.max = max;
		this.onRoom = onRoom;
	}

	int max() {
		return this.max;
	}

	private boolean isNone() {
		return this.max == Integer.MAX_VALUE;
	}

	/**
	 * Count one more, if there is room.
	 */
	boolean reserve() {
		return isNone() || this.requests.getAndUpdate((count) -> (count < this.max) ? count + 1 : count) < this.max;
	}

	/**
	 * Count one less.
	 */
	void release() {
		if (!isNone() && this.requests.decrementAndGet() == this.max - 1) {
			this.onRoom.run();
		}
	}

	/**
	 * Return what counts the use that one connection makes of request threads.
	 * @param over whether the connection is closed, or another worker's
	 */
	Use use(BooleanSupplier over) {
		return new Use(over);
	}

	/**
	 * How many times a connection holds a request thread or waits for one: the next event
	 * may come before the thread of the last is done.
	 */
	final class Use {

		private final BooleanSupplier over;

		private final AtomicInteger count = new AtomicInteger();

		private Use(BooleanSupplier over) {
			this.over = over;
		}

		/**
		 * The connection is to have a thread.
		 */
		void begin() {
			if (isNone()) {
				return;
			}
			RequestBound.this.requests.incrementAndGet();
			this.count.incrementAndGet();
			if (this.over.getAsBoolean()) {
				endAll();
			}
		}

		/**
		 * A thread is done with the connection.
		 * @return whether it was counted
		 */
		boolean end() {
			boolean counted = !isNone() && this.count.getAndUpdate((count) -> Math.max(count - 1, 0)) > 0;
			if (counted) {
				release();
			}
			return counted;
		}

		/**
		 * The connection is over: what waits for a thread will do nothing.
		 */
		void endAll() {
			while (end()) {
				continue;
			}
		}

	}

}
