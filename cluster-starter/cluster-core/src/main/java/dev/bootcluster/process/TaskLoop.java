// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.process;

import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * One thread that owns the state its tasks change, and a clock; tests control both.
 */
public interface TaskLoop extends Executor, AutoCloseable {

	/**
	 * Run a task on the loop, after the tasks submitted before it.
	 * @param task the task; dropped once the loop is closed
	 */
	@Override
	void execute(Runnable task);

	/**
	 * Run a task on the loop after a delay.
	 * @param delay the delay
	 * @param task the task
	 * @return cancels the task if it has not started
	 */
	Runnable schedule(Duration delay, Runnable task);

	/**
	 * Return the monotonic time since an arbitrary moment.
	 * @return the time
	 */
	Duration now();

	/**
	 * Run the submitted tasks, but none that is still delayed.
	 */
	@Override
	void close();

}
