// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.dashboard;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Does something again and again.
 */
@FunctionalInterface
interface Pace {

	/**
	 * Do something after each pause, never twice at a time.
	 * @return ends it
	 */
	Runnable every(Duration pause, Runnable action);

	/**
	 * A pace with a thread of its own while there is something to do.
	 */
	static Pace ofAThread(String name) {
		return (pause, action) -> {
			ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor((task) -> {
				Thread thread = new Thread(task, name);
				thread.setDaemon(true);
				return thread;
			});
			executor.scheduleWithFixedDelay(action, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
			return executor::shutdown;
		};
	}

}
