// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.jspecify.annotations.Nullable;

/**
 * A request that a container thread is executing.
 */
final class Executing {

	private final Thread thread = Thread.currentThread();

	private final Request request;

	private final Response response;

	private long bytes;

	private long moved;

	/**
	 * Record that the current thread starts to execute a request.
	 * @param now the time in nanoseconds
	 */
	Executing(Request request, Response response, long now) {
		this.request = request;
		this.response = response;
		this.moved = now;
	}

	Thread thread() {
		return this.thread;
	}

	/**
	 * How long the request has made no progress. Moving the bytes of a body counts as
	 * progress, so that a slow client with a long body does not look like a hang. Called
	 * by one thread; the counts are read without a lock, because the next call sees what
	 * this one missed.
	 * @param now the time in nanoseconds
	 * @return nanoseconds since the thread began, or since it last moved a body's bytes
	 */
	long still(long now) {
		long bytes = this.request.getBytesRead() + this.response.getContentWritten();
		if (bytes != this.bytes) {
			this.bytes = bytes;
			this.moved = now;
		}
		return now - this.moved;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return this == other;
	}

	/**
	 * A thread executes one request at a time, and an identity hash for each new object
	 * would cost more than everything else here.
	 */
	@Override
	public int hashCode() {
		return Long.hashCode(this.thread.getId());
	}

}
