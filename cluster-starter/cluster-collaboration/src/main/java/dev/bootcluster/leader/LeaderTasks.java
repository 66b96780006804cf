// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.leader;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;

import org.springframework.context.SmartLifecycle;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskExecutor;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;

/**
 * The threads for the leader's work. They are not beans, which the application would get
 * where it injects an executor. They stop before anything that jobs may need, after
 * running jobs had time to finish.
 */
final class LeaderTasks implements SmartLifecycle {

	private static final long TERMINATION_MILLIS = 30_000;

	private final SimpleAsyncTaskScheduler timer = new SimpleAsyncTaskScheduler();

	private final SimpleAsyncTaskExecutor jobs = new SimpleAsyncTaskExecutor("cluster-job-");

	private final ScheduledThreadPoolExecutor extensions = new ScheduledThreadPoolExecutor(1, (task) -> {
		Thread thread = new Thread(task, "cluster-lock-extension");
		thread.setDaemon(true);
		return thread;
	});

	private volatile boolean running;

	LeaderTasks() {
		this.timer.setThreadNamePrefix("cluster-timer-");
		this.timer.setDaemon(true);
		this.timer.setTaskTerminationTimeout(TERMINATION_MILLIS);
		this.jobs.setTaskTerminationTimeout(TERMINATION_MILLIS);
	}

	/**
	 * Triggers due times, each on a separate thread.
	 */
	TaskScheduler timer() {
		return this.timer;
	}

	/**
	 * Runs jobs, each on a separate thread.
	 */
	TaskExecutor jobs() {
		return this.jobs;
	}

	/**
	 * Extends locks while jobs run.
	 */
	ScheduledExecutorService extensions() {
		return this.extensions;
	}

	@Override
	public void start() {
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		this.timer.close();
		this.jobs.close();
		this.extensions.shutdown();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

}
