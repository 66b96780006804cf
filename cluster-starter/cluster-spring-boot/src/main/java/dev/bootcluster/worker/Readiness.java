// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Waits until the application can serve.
 */
final class Readiness {

	private static final Log logger = LogFactory.getLog(Readiness.class);

	private static final long CHECK_MILLIS = 50;

	private final ScheduledExecutorService scheduler;

	private final BooleanSupplier canServe;

	private final Runnable then;

	/**
	 * Whether the check has failed. Used on the scheduler's thread only.
	 */
	private boolean unanswered;

	/**
	 * @param scheduler runs the check periodically
	 * @param canServe checks whether the application can serve
	 * @param then what to do when it can, on the scheduler's thread
	 */
	Readiness(ScheduledExecutorService scheduler, BooleanSupplier canServe, Runnable then) {
		this.scheduler = scheduler;
		this.canServe = canServe;
		this.then = then;
	}

	void await() {
		this.scheduler.schedule(this::check, 0, TimeUnit.MILLISECONDS);
	}

	private void check() {
		if (isTrue()) {
			this.then.run();
		}
		else {
			this.scheduler.schedule(this::check, CHECK_MILLIS, TimeUnit.MILLISECONDS);
		}
	}

	/**
	 * Catches everything: the check is the application's code, and an exception would end
	 * the schedule.
	 */
	private boolean isTrue() {
		try {
			return this.canServe.getAsBoolean();
		}
		catch (Throwable ex) {
			if (!this.unanswered) {
				this.unanswered = true;
				logger.warn("The readiness check failed; it is retried until it succeeds", ex);
			}
			return false;
		}
	}

}
