// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.fork;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * Creates daemon threads with the application's class loader, whichever thread requests
 * them.
 */
final class ForkThreads implements ThreadFactory {

	private static final long IDLE_SECONDS = 10;

	private final String name;

	private final AtomicInteger count = new AtomicInteger();

	private final @Nullable ClassLoader loader = Thread.currentThread().getContextClassLoader();

	ForkThreads(String name) {
		this.name = name;
	}

	/**
	 * Unbounded, because one callback may block on another.
	 */
	static ExecutorService cached(String name) {
		return new ThreadPoolExecutor(0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(),
				new ForkThreads(name), new ThreadPoolExecutor.CallerRunsPolicy());
	}

	@Override
	public Thread newThread(Runnable work) {
		Thread thread = new Thread(work, this.name + "-" + this.count.incrementAndGet());
		thread.setDaemon(true);
		thread.setContextClassLoader(this.loader);
		return thread;
	}

}
