// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cache;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import net.javacrumbs.shedlock.core.ClockProvider;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.core.SimpleLock;
import net.javacrumbs.shedlock.provider.redis.spring.RedisLockProvider;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * Locks in Redis. A live worker extends its lease while it computes; a killed worker's
 * lock expires with its lease. While Redis fails, every request for a lock is granted.
 */
final class RedisLocks implements ComputationLocks {

	private static final String PREFIX = "cluster";

	private static final String ENVIRONMENT = "computing";

	private final RedisConnectionFactory redis;

	private final CacheGuard guard;

	private final ScheduledExecutorService scheduler;

	private final Duration lease;

	private final LockProvider locks;

	RedisLocks(RedisConnectionFactory redis, CacheGuard guard, ScheduledExecutorService scheduler, Duration lease) {
		this.redis = redis;
		this.guard = guard;
		this.scheduler = scheduler;
		this.lease = lease;
		this.locks = new RedisLockProvider.Builder(redis).keyPrefix(PREFIX)
			.environment(ENVIRONMENT)
			.safeUpdate(true)
			.build();
	}

	@Override
	public Optional<ComputationLock> tryLock(byte[] key) {
		LockConfiguration configuration = new LockConfiguration(ClockProvider.now(), name(key), this.lease,
				Duration.ZERO);
		Optional<SimpleLock> lock = this.guard.call(() -> this.locks.lock(configuration));
		return (lock != null) ? lock.map(Lease::new) : Optional.of(ComputationLock.NONE);
	}

	@Override
	public void revoke(byte[] key) {
		String lock = "%s:%s:%s".formatted(PREFIX, ENVIRONMENT, name(key));
		this.guard.run(() -> {
			try (RedisConnection connection = this.redis.getConnection()) {
				connection.keyCommands().del(lock.getBytes(StandardCharsets.UTF_8));
			}
		});
	}

	/**
	 * One character for each byte, whatever the bytes are.
	 */
	private static String name(byte[] key) {
		return "key:" + new String(key, StandardCharsets.ISO_8859_1);
	}

	/**
	 * A lock that is extended until it is closed.
	 */
	private final class Lease implements ComputationLock {

		private final Future<?> extension;

		private @Nullable SimpleLock lock;

		Lease(SimpleLock lock) {
			this.lock = lock;
			long period = RedisLocks.this.lease.toMillis() / 3;
			this.extension = RedisLocks.this.scheduler.scheduleWithFixedDelay(this::extend, period, period,
					TimeUnit.MILLISECONDS);
		}

		@Override
		public synchronized boolean isHeld() {
			extend();
			return this.lock != null;
		}

		/**
		 * If Redis fails, the lock may still exist; the next extension tries again.
		 */
		private synchronized void extend() {
			SimpleLock lock = this.lock;
			if (lock != null) {
				Optional<SimpleLock> extended = guard().call(() -> lock.extend(RedisLocks.this.lease, Duration.ZERO));
				this.lock = (extended != null) ? extended.orElse(null) : lock;
			}
		}

		/**
		 * If Redis fails, the lock expires by itself.
		 */
		@Override
		public synchronized void close() {
			this.extension.cancel(false);
			SimpleLock lock = this.lock;
			this.lock = null;
			if (lock != null) {
				guard().run(lock::unlock);
			}
		}

		private CacheGuard guard() {
			return RedisLocks.this.guard;
		}

	}

}
