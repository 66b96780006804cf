// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cache;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import dev.bootcluster.redis.RedisHealth;
import dev.bootcluster.redis.RedisUse;
import dev.bootcluster.redis.RedisWatch;
import io.lettuce.core.RedisCommandExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.data.redis.RedisSystemException;
import org.springframework.data.redis.connection.RedisConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link CacheGuard}.
 */
@ExtendWith(OutputCaptureExtension.class)
class CacheGuardTests {

	private static final RuntimeException FULL = new RedisSystemException("Error in execution",
			new RedisCommandExecutionException("OOM command not allowed"));

	private static final RuntimeException FAULT = new RedisSystemException("Error in execution",
			new RedisCommandExecutionException("ERR unknown command"));

	private static final RuntimeException SILENT = new QueryTimeoutException("Redis command timed out");

	private final RedisHealth redis = new RedisWatch().of(mock(RedisConnectionFactory.class),
			RedisUse.ofValues("caches", "caches compute", "key"));

	private final CacheGuard guard = new CacheGuard(this.redis);

	private final AtomicInteger executed = new AtomicInteger();

	@Test
	void commandThatSucceedsHasItsResult() {
		assertThat(this.guard.call(() -> "result")).isEqualTo("result");
		assertThat(this.guard.run(() -> {
		})).isTrue();
	}

	@Test
	void commandsAreNotTriedAfterOneThatTimedOut(CapturedOutput output) {
		fail(SILENT);
		fail(SILENT);
		assertThat(this.executed).hasValue(1);
		assertThat(this.guard.isBlocked()).isTrue();
		assertThat(output.toString()).containsOnlyOnce("Redis is in trouble, caches compute: ");
	}

	@Test
	void commandsAreTriedAfterOneThatRedisRefused(CapturedOutput output) {
		fail(FULL);
		fail(FULL);
		assertThat(this.executed).hasValue(2);
		assertThat(this.guard.call(() -> "result")).isEqualTo("result");
		assertThat(output.toString()).containsOnlyOnce("OOM command not allowed");
	}

	@Test
	void refusalThatTurnsIntoSilenceEndsTheAttempts() {
		fail(FULL);
		fail(SILENT);
		fail(SILENT);
		assertThat(this.executed).hasValue(2);
	}

	@Test
	void commandsAreNotTriedWhenOthersHaveMetSilence() {
		this.redis.failed(SILENT, Duration.ofSeconds(1));
		fail(SILENT);
		assertThat(this.executed).hasValue(0);
	}

	@Test
	void faultOfACommandDoesNotReachTheCallerAndIsSaidOnce(CapturedOutput output) {
		fail(FAULT);
		fail(FAULT);
		assertThat(this.executed).hasValue(2);
		assertThat(output.toString()).containsOnlyOnce("A cache command failed").doesNotContain("Redis is in trouble");
	}

	@Test
	void interruptedThreadSaysNothingAboutRedis(CapturedOutput output) {
		Thread.currentThread().interrupt();
		try {
			fail(SILENT);
			fail(FAULT);
			assertThat(this.guard.isBlocked()).isFalse();
		}
		finally {
			assertThat(Thread.interrupted()).isTrue();
		}
		assertThat(output).doesNotContain("Redis is in trouble").doesNotContain("A cache command failed");
	}

	private void fail(RuntimeException problem) {
		boolean done = this.guard.run(() -> {
			this.executed.incrementAndGet();
			throw problem;
		});
		assertThat(done).isFalse();
	}

}
