// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.metrics;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

/**
 * Keeps what this process has counted from time to time, because it may be killed, and
 * when everything else has stopped, because nothing counts any more.
 */
final class CountKeeper implements SmartLifecycle {

	private static final Log logger = LogFactory.getLog(CountKeeper.class);

	private final Collection<OwnMeters> views;

	private final Duration interval;

	private final Duration patience;

	private @Nullable ScheduledExecutorService scheduler;

	/**
	 * Create a keeper.
	 * @param views what is to be kept
	 * @param interval how much of its counts may be lost
	 * @param patience how long to wait for the last counts
	 */
	CountKeeper(Collection<OwnMeters> views, Duration interval, Duration patience) {
		this.views = views;
		this.interval = interval;
		this.patience = patience;
	}

	@Override
	public synchronized void start() {
		if (this.scheduler == null && !this.views.isEmpty()) {
			ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor((task) -> {
				Thread thread = new Thread(task, "cluster-counts");
				thread.setDaemon(true);
				return thread;
			});
			long millis = this.interval.toMillis();
			scheduler.scheduleWithFixedDelay(this::keep, millis, millis, TimeUnit.MILLISECONDS);
			this.scheduler = scheduler;
		}
	}

	@Override
	public synchronized void stop() {
		ScheduledExecutorService scheduler = this.scheduler;
		if (scheduler != null) {
			this.scheduler = null;
			scheduler.execute(this::keep);
			scheduler.shutdown();
			awaitEnd(scheduler);
			scheduler.shutdownNow();
		}
	}

	/**
	 * A gauge may be slow, and the application is ending.
	 */
	private void awaitEnd(ScheduledExecutorService scheduler) {
		try {
			if (!scheduler.awaitTermination(this.patience.toNanos(), TimeUnit.NANOSECONDS)) {
				logger.warn("The last counts of this worker are lost: its meters take longer than %d s"
					.formatted(this.patience.toSeconds()));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Catches everything: an exception would end the schedule.
	 */
	private void keep() {
		for (OwnMeters view : this.views) {
			try {
				view.keep();
			}
			catch (RuntimeException ex) {
				logger.debug("The counts of this worker were not kept", ex);
			}
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return this.scheduler != null;
	}

	/**
	 * Stopped last, after the web server.
	 */
	@Override
	public int getPhase() {
		return Integer.MIN_VALUE;
	}

}
