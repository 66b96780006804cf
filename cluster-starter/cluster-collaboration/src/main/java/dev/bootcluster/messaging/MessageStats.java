/*
 * Copyright 2026 the Boot Cluster authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

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
