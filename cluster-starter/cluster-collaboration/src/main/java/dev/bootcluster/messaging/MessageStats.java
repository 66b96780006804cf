// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.messaging;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts what became of this worker's messages. Thread-safe.
 */
public final class MessageStats {

	private final AtomicLong sent = new AtomicLong();

	private final AtomicLong received = new AtomicLong();

	private final AtomicLong waits = new AtomicLong();

	private final AtomicLong lost = new AtomicLong();

	void sent() {
		this.sent.incrementAndGet();
	}

	void received() {
		this.received.incrementAndGet();
	}

	void waited() {
		this.waits.incrementAndGet();
	}

	void lost(long messages) {
		this.lost.addAndGet(messages);
	}

	/**
	 * Messages that the primary has taken from this worker.
	 * @return the number
	 */
	public long getSent() {
		return this.sent.get();
	}

	/**
	 * Messages that this worker's listeners have handled.
	 * @return the number
	 */
	public long getReceived() {
		return this.received.get();
	}

	/**
	 * Sends from this worker that had to wait for room.
	 * @return the number
	 */
	public long getWaits() {
		return this.waits.get();
	}

	/**
	 * Messages to this worker that were lost because its listeners took none.
	 * @return the number
	 */
	public long getLost() {
		return this.lost.get();
	}

}
