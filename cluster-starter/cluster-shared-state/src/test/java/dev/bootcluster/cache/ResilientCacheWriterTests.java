// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cache;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import dev.bootcluster.redis.RedisHealth;
import dev.bootcluster.redis.RedisUse;
import dev.bootcluster.redis.RedisWatch;
import org.junit.jupiter.api.Test;

import org.springframework.dao.QueryTimeoutException;
import org.springframework.data.redis.RedisConnectionFailureException;
import org.springframework.data.redis.cache.RedisCacheWriter;
import org.springframework.data.redis.connection.RedisConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link ResilientCacheWriter}, with a connection that is lost and restored
 * before the next probe.
 */
class ResilientCacheWriterTests {

	private static final byte[] EVICTED = { 1 };

	private static final byte[] OTHER = { 2 };

	private static final byte[] OLD = { 3 };

	private static final RuntimeException LOST = new RedisConnectionFailureException("refused");

	private final RedisHealth health = new RedisWatch().of(mock(RedisConnectionFactory.class),
			RedisUse.ofValues("caches", "caches compute", "key"));

	private final RedisCacheWriter redis = mock(RedisCacheWriter.class);

	private final PendingEvictions pending = new PendingEvictions(10);

	private final ResilientCacheWriter caches = new ResilientCacheWriter(this.redis, new CacheGuard(this.health),
			this.pending);

	@Test
	void valueThatCouldNotBeEvictedIsNotFoundUntilItWas() {
		given(this.redis.get(any(), any(), any())).willReturn(OLD);
		given(this.redis.retrieve(any(), any(), any())).willReturn(CompletableFuture.completedFuture(OLD));
		given(this.redis.putIfAbsent(any(), any(), any(), any())).willReturn(OLD);
		given(this.redis.evictIfPresent("values", EVICTED)).willThrow(LOST).willReturn(true);
		this.caches.evict("values", EVICTED);
		assertThat(this.caches.get("values", EVICTED)).isNull();
		assertThat(this.caches.retrieve("values", EVICTED)).isCompletedWithValue(null);
		assertThat(this.caches.putIfAbsent("values", EVICTED, OTHER, null)).isNull();
		assertThat(this.caches.get("values", OTHER)).isEqualTo(OLD);
		this.pending.repeat(this.redis);
		assertThat(this.caches.get("values", EVICTED)).isEqualTo(OLD);
	}

	@Test
	void valueThatCouldNotBeReplacedIsNotFoundEither() {
		given(this.redis.get(any(), any(), any())).willReturn(OLD);
		given(this.redis.store(any(), any(), any(), any())).willReturn(CompletableFuture.failedFuture(LOST));
		assertThat(this.caches.store("values", EVICTED, OTHER, null)).isCompleted();
		assertThat(this.caches.get("values", EVICTED)).isNull();
		assertThat(this.health.isBlocked()).as("it was told at once").isFalse();
	}

	@Test
	void asynchronousCommandsAreToldToo() {
		given(this.redis.retrieve(any(), any(), any()))
			.willReturn(CompletableFuture.failedFuture(new QueryTimeoutException("silent")));
		assertThat(this.caches.retrieve("values", OTHER)).isCompletedWithValue(null);
		assertThat(this.health.isBlocked()).isTrue();
		assertThat(this.health.failed(LOST, Duration.ZERO)).isNotNull();
		assertThat(this.caches.store("values", OTHER, OLD, null)).isCompleted();
		assertThat(this.pending.covers("values", OTHER)).isTrue();
	}

}
