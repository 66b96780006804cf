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

package dev.bootcluster.worker;

import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.jspecify.annotations.Nullable;

/**
 * A request that a container thread executes now.
 */
final class Executing {

	private final Thread thread = Thread.currentThread();

	private final Request request;

	private final Response response;

	private long bytes;

	private long moved;

	/**
	 * The current thread begins to execute a request.
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
	 * How long nothing has moved. A slow client that reads or writes a long body keeps
	 * the thread busy, but the thread waits for nobody else. Asked by one thread; the
	 * counts are read without a lock, for the next look shows what this one missed.
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
	 * A thread executes one request, and the identity of each new object would cost more
	 * than all the rest.
	 */
	@Override
	public int hashCode() {
		return Long.hashCode(this.thread.getId());
	}

}
