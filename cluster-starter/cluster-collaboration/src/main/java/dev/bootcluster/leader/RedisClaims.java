// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.leader;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.core.SimpleLock;
import net.javacrumbs.shedlock.support.LockException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;

/**
 * Assigns runs among the workers of all hosts: one lock per due time, which is never
 * released but expires, and one held while the run is in progress.
 */
final class RedisClaims implements JobClaims {

	private static final Log logger = LogFactory.getLog(RedisClaims.class);

	/**
	 * Longer than two workers can disagree about the last due time.
	 */
	private static final Duration REMEMBERED = Duration.ofMinutes(10);

	/**
	 * How long a job is suspended after the host that ran it died; the lock is extended
	 * while the run is in progress.
	 */
	private static final Duration RUNNING = Duration.ofSeconds(30);

	private final LockProvider locks;

	private final LockProvider extended;

	/**
	 * @param locks locks that expire
	 * @param extended locks that are extended until they are released
	 */
	RedisClaims(LockProvider locks, LockProvider extended) {
		this.locks = locks;
		this.extended = extended;
	}

	@Override
	public Optional<Runnable> claim(String job, Instant due) {
		try {
			return this.extended.lock(new LockConfiguration(Instant.now(), "run:" + job, RUNNING, Duration.ZERO))
				.flatMap((run) -> claim(job, due, run));
		}
		catch (DataAccessException | LockException ex) {
			logger.warn("The run of job '%s' due at %s is skipped here, because Redis does not answer: %s"
				.formatted(job, due, NestedExceptionUtils.getMostSpecificCause(ex).getMessage()));
			return Optional.empty();
		}
	}

	/**
	 * Always releases a run that is not begun; otherwise its lock would be extended
	 * forever.
	 */
	private Optional<Runnable> claim(String job, Instant due, SimpleLock run) {
		boolean claimed = false;
		try {
			claimed = this.locks
				.lock(new LockConfiguration(Instant.now(), "due:%s:%d".formatted(job, due.toEpochMilli()), REMEMBERED,
						REMEMBERED))
				.isPresent();
		}
		finally {
			if (!claimed) {
				finished(job, run);
			}
		}
		return claimed ? Optional.of(() -> finished(job, run)) : Optional.empty();
	}

	private static void finished(String job, SimpleLock run) {
		try {
			run.unlock();
		}
		catch (DataAccessException | LockException ex) {
			logger.warn("Redis could not be told that a run of job '%s' has ended; its next runs are skipped for %s"
				.formatted(job, RUNNING), ex);
		}
	}

}
