// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.util.List;
import java.util.concurrent.Executor;

import org.apache.tomcat.util.threads.ThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

/**
 * How busy Tomcat's request threads are; -1 for values that the executor does not report.
 *
 * @param queued number of tasks waiting for a thread
 * @param busy number of threads that run a task
 * @param max maximum number of threads
 */
record RequestThreads(long queued, long busy, long max) {

	private static final RequestThreads UNKNOWN = new RequestThreads(-1, -1, -1);

	/**
	 * Virtual threads have no limit, and the numbers of an executor supplied by the
	 * application may mean something else.
	 */
	static RequestThreads of(@Nullable Executor executor) {
		return (executor instanceof ThreadPoolExecutor pool)
				? new RequestThreads(pool.getQueue().size(), pool.getActiveCount(), pool.getMaximumPoolSize())
				: UNKNOWN;
	}

	/**
	 * Add those that wait for their turn to wait for a thread.
	 */
	RequestThreads withWaiting(int waiting) {
		return (waiting == 0) ? this : new RequestThreads(Math.max(this.queued, 0) + waiting, this.busy, this.max);
	}

	/**
	 * Of the pools of several connectors, return the one in which most tasks wait: one
	 * that is stuck must not hide behind one that is not.
	 * @param pools the pools, that of the main port first
	 */
	static RequestThreads busiest(List<RequestThreads> pools) {
		return pools.stream().reduce((one, other) -> (other.queued > one.queued) ? other : one).orElse(UNKNOWN);
	}

}
