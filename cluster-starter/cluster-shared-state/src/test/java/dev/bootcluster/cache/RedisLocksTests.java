// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cache;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;

import dev.bootcluster.redis.RedisHealth;
import dev.bootcluster.redis.RedisUse;
import dev.bootcluster.redis.RedisWatch;
import dev.bootcluster.test.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.dao.QueryTimeoutException;
import org.springframework.data.redis.connection.RedisConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RedisLocks} on a real Redis.
 */
class RedisLocksTests extends OnRedis {

	private static final byte[] KEY = { 1, -1, 0, 'k' };

	private static final byte[] OTHER = { 1, -2, 0, 'k' };

	private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(1);

	private final RedisConnectionFactory connections = redis.connections();

	private final RedisHealth health = new RedisWatch().of(this.connections,
			RedisUse.ofValues("caches", "caches compute", "key"));

	private final CacheGuard guard = new CacheGuard(this.health);

	private final RedisLocks locks = locks(Duration.ofMillis(900));

	@AfterEach
	void stop() {
		this.scheduler.shutdownNow();
	}

	@Test
	void keyIsLockedOnceAndFreeAfterwards() {
		ComputationLock lock = this.locks.tryLock(KEY).orElseThrow();
		assertThat(lock.isHeld()).isTrue();
		assertThat(this.locks.tryLock(KEY)).isEmpty();
		assertThat(this.locks.tryLock(OTHER)).isPresent();
		lock.close();
		assertThat(lock.isHeld()).isFalse();
		assertThat(this.locks.tryLock(KEY)).isPresent();
	}

	@Test
	void lockLastsLongerThanItsLeaseWhileItsWorkerLives() {
		ComputationLock lock = this.locks.tryLock(KEY).orElseThrow();
		long evaluated = redis.executed("eval") + redis.executed("evalsha");
		Await.until("four extensions", () -> redis.executed("eval") + redis.executed("evalsha") >= evaluated + 4);
		assertThat(lock.isHeld()).isTrue();
		assertThat(this.locks.tryLock(KEY)).isEmpty();
		lock.close();
	}

	@Test
	void lockOfAWorkerThatDiedEndsWithItsLease() {
		ScheduledExecutorService dead = Executors.newScheduledThreadPool(1);
		new RedisLocks(this.connections, this.guard, dead, Duration.ofMillis(900)).tryLock(KEY).orElseThrow();
		dead.shutdownNow();
		assertThat(this.locks.tryLock(KEY)).isEmpty();
		AtomicReference<Optional<ComputationLock>> next = new AtomicReference<>();
		Await.until("the end of the lease", () -> {
			next.set(this.locks.tryLock(KEY));
			return next.get().isPresent();
		});
		assertThat(next.get().orElseThrow().isHeld()).isTrue();
	}

	@Test
	void revokedLockIsNotHeldAndDoesNotReleaseThatOfTheNext() {
		ComputationLock revoked = this.locks.tryLock(KEY).orElseThrow();
		this.locks.revoke(KEY);
		assertThat(this.locks.tryLock(KEY)).isPresent();
		assertThat(revoked.isHeld()).isFalse();
		revoked.close();
		assertThat(this.locks.tryLock(KEY)).isEmpty();
	}

	@Test
	void everybodyGetsALockWhenRedisFails() {
		this.health.failed(new QueryTimeoutException("away"), Duration.ofSeconds(1));
		assertThat(this.locks.tryLock(KEY).orElseThrow().isHeld()).isTrue();
		assertThat(this.locks.tryLock(KEY).orElseThrow().isHeld()).isTrue();
	}

	private RedisLocks locks(Duration lease) {
		return new RedisLocks(this.connections, this.guard, this.scheduler, lease);
	}

}
