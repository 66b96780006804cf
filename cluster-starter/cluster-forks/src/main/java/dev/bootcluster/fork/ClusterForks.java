// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.fork;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * Runs heavy or dangerous computations in separate JVMs, so that this one stays
 * responsive: the equivalent of {@code fork('compute.js')} in Node. A bean in workers and
 * in standalone applications; no process is started before the first task.
 * <p>
 * A fork runs the same code as this JVM, without a Spring context and with its own heap.
 * Tasks and results are transferred by Java serialization. Forks are reused unless a
 * task's options require a process of its own; they end with this JVM, however it ends.
 * Each worker has its own pool, so {@code cluster.forks.*} applies per worker.
 * Thread-safe.
 * <p>
 * All failures are reported through the future, as a {@link ForkFailedException}; only
 * invalid arguments throw. Futures complete on threads of the pool, which may be blocked.
 */
public interface ClusterForks {

	/**
	 * Run a task in a fork.
	 * @param <T> the type of the result
	 * @param task the task, serialized before this method returns
	 * @return the future result, or {@link ForkFailedException}. Cancelling the future,
	 * or completing it in any other way such as with {@code orTimeout}, kills the task;
	 * cancelling a dependent future does not
	 */
	default <T extends @Nullable Object> CompletableFuture<T> submit(ForkTask<T> task) {
		return submit(task, ForkOptions.defaults());
	}

	/**
	 * Run a task in a fork.
	 * @param <T> the type of the result
	 * @param task the task, serialized before this method returns
	 * @param options how to run it
	 * @return the future result, as for {@link #submit(ForkTask)}
	 */
	<T extends @Nullable Object> CompletableFuture<T> submit(ForkTask<T> task, ForkOptions options);

	/**
	 * Run a task in a process that outlives this one. Its result, exception and messages
	 * are not returned; its output is discarded unless the options name files. Timeouts
	 * do not apply. The exit code is 0, or 1 if the task threw an exception.
	 * @param task the task, serialized before this method returns
	 * @param options how to run it
	 * @return the process, once it has begun the task. Cancelling the future before that
	 * kills the process; afterwards it has no effect
	 * @throws IllegalArgumentException if the options direct its output to this process
	 */
	CompletableFuture<ProcessHandle> detach(ForkTask<?> task, ForkOptions options);

}
