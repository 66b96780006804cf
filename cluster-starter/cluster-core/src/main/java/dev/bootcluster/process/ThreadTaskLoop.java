// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.process;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * A loop on a thread of its own. Once it is closed, tasks are dropped, because periodic
 * ones reschedule themselves while they run.
 */
public final class ThreadTaskLoop implements TaskLoop {

	private static final Log logger = LogFactory.getLog(ThreadTaskLoop.class);

	private final ScheduledThreadPoolExecutor executor;

	/**
	 * Create a loop on a daemon thread.
	 * @param name the thread's name
	 */
	public ThreadTaskLoop(String name) {
		this((task) -> {
			Thread thread = new Thread(task, name);
			thread.setDaemon(true);
			return thread;
		});
	}

	public ThreadTaskLoop(ThreadFactory threads) {
		this.executor = new ScheduledThreadPoolExecutor(1, threads, new ThreadPoolExecutor.DiscardPolicy());
		this.executor.setRemoveOnCancelPolicy(true);
		this.executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
	}

	@Override
	public void execute(Runnable task) {
		this.executor.execute(guarded(task));
	}

	@Override
	public Runnable schedule(Duration delay, Runnable task) {
		ScheduledFuture<?> future = this.executor.schedule(guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
		return () -> future.cancel(false);
	}

	@Override
	public Duration now() {
		return Duration.ofNanos(System.nanoTime());
	}

	@Override
	public void close() {
		this.executor.shutdown();
	}

	private Runnable guarded(Runnable task) {
		return () -> {
			try {
				task.run();
			}
			catch (Throwable ex) {
				// Errors, too: the executor would swallow them.
				logger.error("Unexpected error on %s, which goes on".formatted(Thread.currentThread().getName()), ex);
			}
		};
	}

}
