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

package dev.bootcluster.fork;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * Runs heavy or dangerous computations in JVMs of their own, so that this one goes on
 * answering: what {@code fork('compute.js')} is to Node. A bean in workers and in
 * standalone applications; nothing is started before the first task.
 * <p>
 * A fork has the same code as this JVM, no Spring context, and a heap of its own. Tasks
 * and results travel by Java serialization. Forks are reused unless a task's options ask
 * for a process of its own; they end with this JVM, however it ends. Each worker has its
 * own pool: {@code cluster.forks.*} counts for one worker. Safe for use by many threads.
 * <p>
 * All failures come with the future, as a {@link ForkFailedException}; only arguments
 * that make no sense are thrown. Futures complete on threads that belong to the pool and
 * that may be blocked.
 */
public interface ClusterForks {

	/**
	 * Run a task in a fork.
	 * @param <T> the type of the result
	 * @param task the task, copied before this method returns
	 * @return its result, or {@link ForkFailedException}. Cancelling it, or completing it
	 * in any other way such as by {@code orTimeout}, kills the task; cancelling a future
	 * that was derived from it does not
	 */
	default <T extends @Nullable Object> CompletableFuture<T> submit(ForkTask<T> task) {
		return submit(task, ForkOptions.defaults());
	}

	/**
	 * Run a task in a fork.
	 * @param <T> the type of the result
	 * @param task the task, copied before this method returns
	 * @param options how to run it
	 * @return its result, as with {@link #submit(ForkTask)}
	 */
	<T extends @Nullable Object> CompletableFuture<T> submit(ForkTask<T> task, ForkOptions options);

	/**
	 * Run a task in a process that outlives this one. Its result, its exception and its
	 * messages do not come back; what it prints is discarded unless the options name
	 * files. Timeouts do not apply to it. Its exit code is 0, or 1 if the task threw an
	 * exception.
	 * @param task the task, copied before this method returns
	 * @param options how to run it
	 * @return the process as soon as it has begun the task. Cancelling it before kills
	 * the process, later it does nothing
	 * @throws IllegalArgumentException if the options want its output in this process
	 */
	CompletableFuture<ProcessHandle> detach(ForkTask<?> task, ForkOptions options);

}
