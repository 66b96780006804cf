// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import dev.bootcluster.ipc.FromPrimary;

/**
 * Ends a worker's service in the order that loses nothing: connections already handed
 * over arrive, connections go to other workers or every response announces the close, and
 * the application may stop when no connection is left or the deadline has passed. Boot's
 * graceful shutdown alone would close kept-alive connections without an answer.
 */
final class Drain {

	private static final long STEP = TimeUnit.MILLISECONDS.toNanos(5);

	/**
	 * How long before the deadline server-sent events are ended, at most.
	 */
	private static final long LAST = TimeUnit.SECONDS.toNanos(1);

	/**
	 * The same as a part of the whole drain.
	 */
	private static final int LAST_PART = 10;

	/**
	 * The part of the time for idle connections in which these may be refused: then
	 * enough is left for their clients to hear that they will be closed.
	 */
	private static final int PATIENCE_PART = 3;

	private final FromPrimary.Drain order;

	private volatile long idleMillis;

	Drain(FromPrimary.Drain order) {
		this.order = order;
		this.idleMillis = order.idleMillis();
	}

	/**
	 * Close idle connections sooner, because the whole cluster is now shutting down.
	 */
	void hurry(FromPrimary.Drain order) {
		this.idleMillis = Math.min(this.idleMillis, order.idleMillis());
	}

	/**
	 * Drain. Idle connections are closed at the deadline and are not among those that are
	 * cut.
	 * @param service what to drain
	 * @return the number of connections whose requests the deadline cuts
	 */
	int run(Service service) {
		long timeout = TimeUnit.MILLISECONDS.toNanos(this.order.timeoutMillis());
		long deadline = System.nanoTime() + timeout;
		service.closeIntake();
		waitUntil(deadline, () -> service.handoffs() >= this.order.handoffs());
		service.announceClose();
		service.endStreams();
		BooleanSupplier done = () -> {
			service.moveIdle(this.idleMillis / PATIENCE_PART);
			service.closeIdle(this.idleMillis);
			return service.connections() == 0;
		};
		waitUntil(deadline - Math.min(timeout / LAST_PART, LAST), done);
		if (service.connections() > 0) {
			service.endEvents();
			waitUntil(deadline, done);
		}
		service.stopMoving();
		service.closeIdle(0);
		return service.connections();
	}

	private static void waitUntil(long deadline, BooleanSupplier condition) {
		while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
			LockSupport.parkNanos(STEP);
		}
	}

	/**
	 * What is drained.
	 */
	interface Service {

		/**
		 * Stop taking new connections.
		 */
		void closeIntake();

		/**
		 * The number of descriptors received.
		 */
		long handoffs();

		/**
		 * Make connections go to other workers between two requests, or every response
		 * from now on close its connection.
		 */
		void announceClose();

		/**
		 * Let more of the connections go that move to other workers.
		 * @param patienceMillis for how long these may be refused before they are told to
		 * close as well
		 */
		void moveIdle(long patienceMillis);

		/**
		 * Let no more of them go.
		 */
		void stopMoving();

		/**
		 * End answers that would go on without an end of their own.
		 */
		void endStreams();

		/**
		 * End server-sent events, whose clients reconnect.
		 */
		void endEvents();

		/**
		 * Close connections that have had no request for this long since the close was
		 * announced, and do not move.
		 */
		void closeIdle(long idleMillis);

		/**
		 * The number of open connections.
		 */
		int connections();

	}

}
