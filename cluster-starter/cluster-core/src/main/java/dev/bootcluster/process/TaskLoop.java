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
