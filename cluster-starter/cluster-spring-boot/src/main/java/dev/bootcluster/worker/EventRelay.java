// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

import dev.bootcluster.ClusterEvent;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Publishes the cluster's events to the application on a separate thread, so that a slow
 * listener holds up nothing else. If listeners cannot keep up, the oldest events are
 * dropped. Thread-safe.
 */
final class EventRelay {

	static final int CAPACITY = 256;

	private static final Log logger = LogFactory.getLog(EventRelay.class);

	private final Deque<ClusterEvent> queue = new ArrayDeque<>();

	private long dropped;

	private long reported;

	/**
	 * Queue an event; never blocks.
	 */
	synchronized void offer(ClusterEvent event) {
		if (this.queue.size() == CAPACITY) {
			this.queue.removeFirst();
			if (this.dropped++ == this.reported) {
				logger.warn("Listeners of cluster events cannot keep up: the oldest events are dropped");
			}
		}
		this.queue.addLast(event);
		notifyAll();
	}

	/**
	 * The number of events dropped.
	 */
	synchronized long dropped() {
		return this.dropped;
	}

	/**
	 * Start publishing, beginning with the events already queued.
	 * @param application publishes an event to the application's listeners
	 */
	void publishTo(Consumer<ClusterEvent> application) {
		Thread thread = new Thread(() -> publish(application), "cluster-events");
		thread.setDaemon(true);
		thread.start();
	}

	private void publish(Consumer<ClusterEvent> application) {
		try {
			while (true) {
				publish(application, take());
			}
		}
		catch (InterruptedException ex) {
			logger.debug("Cluster events are no longer published", ex);
		}
	}

	private static void publish(Consumer<ClusterEvent> application, ClusterEvent event) {
		try {
			application.accept(event);
		}
		catch (Throwable ex) {
			logger.error("A listener of cluster events failed on " + event, ex);
		}
	}

	private synchronized ClusterEvent take() throws InterruptedException {
		if (this.queue.isEmpty() && this.dropped > this.reported) {
			logger.warn("%d cluster events were dropped".formatted(this.dropped - this.reported));
			this.reported = this.dropped;
		}
		while (this.queue.isEmpty()) {
			wait();
		}
		return this.queue.removeFirst();
	}

}
