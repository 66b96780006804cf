// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

import dev.bootcluster.process.TaskLoop;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Sends notices to the service manager in their order, without ever waiting for it. Used
 * on the loop only.
 */
final class ServiceNotices {

	private static final Log logger = LogFactory.getLog(ServiceNotices.class);

	private static final Duration RETRY = Duration.ofMillis(100);

	/**
	 * A service manager that stands still for so long that more are waiting will have
	 * missed the watchdog's anyway.
	 */
	static final int MOST_WAITING = 100;

	private final Receiver receiver;

	private final TaskLoop loop;

	private final Deque<String> waiting = new ArrayDeque<>();

	private boolean failing;

	ServiceNotices(Receiver receiver, TaskLoop loop) {
		this.receiver = receiver;
		this.loop = loop;
	}

	/**
	 * Send one notice.
	 * @param assignments its lines, each of the form {@code NAME=value}
	 */
	void send(String... assignments) {
		if (this.waiting.size() == MOST_WAITING) {
			this.waiting.removeFirst();
		}
		this.waiting.addLast(String.join("\n", assignments));
		if (this.waiting.size() == 1) {
			sendWaiting();
		}
	}

	private void sendWaiting() {
		String notice;
		while ((notice = this.waiting.peekFirst()) != null) {
			if (!isReceived(notice)) {
				this.loop.schedule(RETRY, this::sendWaiting);
				return;
			}
			this.waiting.removeFirst();
		}
	}

	/**
	 * Return whether a notice needs no further attempt: if nobody listens, none helps.
	 */
	private boolean isReceived(String notice) {
		try {
			boolean received = this.receiver.receive(notice);
			this.failing = false;
			return received;
		}
		catch (IOException ex) {
			if (!this.failing) {
				this.failing = true;
				logger.warn("The service manager cannot be told how the cluster is doing (NOTIFY_SOCKET): "
						+ ex.getMessage());
			}
			return true;
		}
	}

	/**
	 * Takes the notices.
	 */
	@FunctionalInterface
	interface Receiver {

		/**
		 * Take a notice, without waiting.
		 * @return {@code false} if there is no room for it now
		 * @throws IOException if nobody listens
		 */
		boolean receive(String notice) throws IOException;

	}

}
