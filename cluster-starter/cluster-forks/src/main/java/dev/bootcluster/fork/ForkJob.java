// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.fork;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

/**
 * A submitted task, serialized, and the future of its result.
 */
final class ForkJob {

	private final String task;

	private final byte[] payload;

	private final ClassLoader loader;

	private final ForkOptions options;

	private final boolean detached;

	private final CompletableFuture<@Nullable Object> future = new CompletableFuture<>();

	private final Runnable release;

	private final AtomicBoolean released = new AtomicBoolean();

	private boolean retried;

	/**
	 * @param task the task's name, for messages
	 * @param payload the serialized task
	 * @param loader the class loader for its result
	 * @param options how to run it
	 * @param detached whether its process outlives this one
	 * @param release gives back its place in the pool
	 */
	ForkJob(String task, byte[] payload, ClassLoader loader, ForkOptions options, boolean detached, Runnable release) {
		this.task = task;
		this.payload = payload;
		this.loader = loader;
		this.options = options;
		this.detached = detached;
		this.release = release;
	}

	String task() {
		return this.task;
	}

	byte[] payload() {
		return this.payload;
	}

	ClassLoader loader() {
		return this.loader;
	}

	ForkOptions options() {
		return this.options;
	}

	boolean detached() {
		return this.detached;
	}

	CompletableFuture<@Nullable Object> future() {
		return this.future;
	}

	/**
	 * Whether it needs a process of its own.
	 */
	boolean fresh() {
		return this.detached || this.options.isFresh();
	}

	/**
	 * Whether it may be retried in another process because the first ended before it
	 * began.
	 */
	boolean retry() {
		boolean first = !this.retried;
		this.retried = true;
		return first;
	}

	/**
	 * Give back its place, once.
	 */
	void release() {
		if (this.released.compareAndSet(false, true)) {
			this.release.run();
		}
	}

}
