// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.leader;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;

import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.core.SimpleLock;
import net.javacrumbs.shedlock.support.LockException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.TaskScheduler;

/**
 * Elects one leader among the workers of all hosts: of the hosts' leaders, the one that
 * holds a lock in Redis. It leads only while it is certain that it still holds the lock.
 */
final class RedisElection implements Election, SmartLifecycle {

	private static final Log logger = LogFactory.getLog(RedisElection.class);

	private static final String LOCK = "leader";

	private final HostElection host;

	private final LockProvider locks;

	private final LongSupplier nextTerm;

	private final Duration lease;

	private final TaskScheduler timer;

	private final Announcements announcements;

	private final InstantSource clock;

	private @Nullable SimpleLock lock;

	private boolean silent;

	private volatile Instant until = Instant.MIN;

	private volatile long term;

	private volatile boolean running;

	/**
	 * @param host the election on this host
	 * @param nextTerm supplies the next fencing token from Redis
	 * @param lease how long the lock outlives its holder
	 */
	RedisElection(HostElection host, LockProvider locks, LongSupplier nextTerm, Duration lease, TaskScheduler timer,
			Announcements announcements, InstantSource clock) {
		this.host = host;
		this.locks = locks;
		this.nextTerm = nextTerm;
		this.lease = lease;
		this.timer = timer;
		this.announcements = announcements;
		this.clock = clock;
	}

	/**
	 * A worker that does not lead its own host never leads, even before {@link #check()}
	 * has released the lock.
	 */
	@Override
	public boolean isLeader() {
		return this.host.isLeader() && this.clock.instant().isBefore(this.until);
	}

	@Override
	public long term() {
		return this.term;
	}

	@Override
	public void onChange(Runnable listener) {
		this.announcements.add(listener);
	}

	@Override
	public void start() {
		this.running = true;
		this.host.onChange(this::check);
		this.timer.scheduleWithFixedDelay(this::check, this.lease.dividedBy(4));
	}

	/**
	 * Extend, acquire or release the lock.
	 */
	synchronized void check() {
		boolean led = this.lock != null;
		try {
			if (!this.running || !this.host.isLeader()) {
				release();
			}
			else if (this.lock != null) {
				extend(this.lock);
			}
			else {
				acquire();
			}
			this.silent = false;
		}
		catch (DataAccessException | LockException ex) {
			if (!this.silent) {
				logger.warn("The leader among all hosts cannot be determined, because Redis does not answer: "
						+ NestedExceptionUtils.getMostSpecificCause(ex).getMessage());
				this.silent = true;
			}
			if (!isLeader()) {
				this.lock = null;
			}
		}
		boolean leads = this.lock != null;
		if (led != leads) {
			logger.info(leads ? "This worker now leads the workers of all hosts (term %d)".formatted(this.term)
					: "This worker no longer leads the workers of all hosts (term %d)".formatted(this.term));
			this.announcements.announce(new LeadershipChanged(leads, this.term, this.host.slot()));
		}
	}

	private void acquire() {
		Instant now = this.clock.instant();
		Optional<SimpleLock> lock = this.locks.lock(new LockConfiguration(now, LOCK, this.lease, Duration.ZERO));
		if (lock.isPresent()) {
			this.term = this.nextTerm.getAsLong();
			this.lock = lock.get();
			this.until = now.plus(this.lease);
		}
	}

	/**
	 * The lease is measured from before the command is sent, so that it ends here before
	 * it ends in Redis.
	 */
	private void extend(SimpleLock held) {
		Instant now = this.clock.instant();
		Optional<SimpleLock> extended = held.extend(this.lease, Duration.ZERO);
		this.lock = extended.orElse(null);
		this.until = extended.isPresent() ? now.plus(this.lease) : Instant.MIN;
	}

	private void release() {
		SimpleLock held = this.lock;
		this.lock = null;
		this.until = Instant.MIN;
		if (held != null) {
			held.unlock();
		}
	}

	@Override
	public void stop() {
		this.running = false;
		check();
		this.announcements.close();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return Integer.MIN_VALUE + 1;
	}

}
