// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cache;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.data.redis.RedisSystemException;
import org.springframework.data.redis.cache.RedisCacheWriter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoMoreInteractions;

/**
 * Tests for {@link PendingEvictions}.
 */
@ExtendWith(OutputCaptureExtension.class)
class PendingEvictionsTests {

	private static final byte[] ONE = { 1 };

	private static final byte[] TWO = { 2 };

	private final RedisCacheWriter redis = mock(RedisCacheWriter.class);

	private final PendingEvictions pending = new PendingEvictions(2);

	@Test
	void whatIsPendingIsDoneOnce() {
		this.pending.add("values", ONE);
		this.pending.add("values", ONE.clone());
		this.pending.addAll("values", ONE);
		this.pending.repeat(this.redis);
		this.pending.repeat(this.redis);
		verify(this.redis).evictIfPresent("values", ONE);
		verify(this.redis).invalidate("values", ONE);
		verifyNoMoreInteractions(this.redis);
	}

	@Test
	void whatFailsAgainStaysPending() {
		this.pending.add("values", ONE);
		this.pending.add("values", TWO);
		given(this.redis.evictIfPresent("values", TWO)).willThrow(new QueryTimeoutException("slow")).willReturn(true);
		assertThatExceptionOfType(QueryTimeoutException.class).isThrownBy(() -> this.pending.repeat(this.redis));
		this.pending.repeat(this.redis);
		verify(this.redis).evictIfPresent("values", ONE);
		verify(this.redis, times(2)).evictIfPresent("values", TWO);
	}

	@ParameterizedTest
	@ValueSource(strings = { "ERR unknown command 'KEYS'", "WRONGTYPE of the key", "CROSSSLOT keys" })
	void whatRedisRefusesForGoodIsGivenUpAndHoldsUpNothing(String answer, CapturedOutput output) {
		RuntimeException refusal = new RedisSystemException("Error in execution", new RuntimeException(answer));
		given(this.redis.invalidate("cleared", ONE)).willThrow(new InvalidDataAccessApiUsageException(answer, refusal));
		for (int i = 0; i < 2; i++) {
			this.pending.addAll("cleared", ONE);
			this.pending.add("values", TWO);
			this.pending.repeat(this.redis);
			assertThat(this.pending.covers("cleared", TWO)).isFalse();
			assertThat(this.pending.isEmpty()).isTrue();
		}
		verify(this.redis, times(2)).evictIfPresent("values", TWO);
		assertThat(output.toString()).containsOnlyOnce("Redis refuses an eviction from cache 'cleared': " + answer);
	}

	@Test
	void whatIsTooMuchIsSaid(CapturedOutput output) {
		this.pending.add("values", ONE);
		this.pending.add("values", TWO);
		this.pending.add("values", new byte[] { 3 });
		this.pending.repeat(this.redis);
		this.pending.repeat(this.redis);
		assertThat(output.toString()).containsOnlyOnce("1 cache evictions were lost while Redis failed");
	}

	@Test
	void whatIsPendingIsKnownUntilItIsDone() {
		assertThat(this.pending.isEmpty()).isTrue();
		this.pending.add("values", ONE);
		this.pending.addAll("cleared", ONE);
		assertThat(this.pending.isEmpty()).isFalse();
		assertThat(this.pending.covers("values", ONE.clone())).isTrue();
		assertThat(this.pending.covers("values", TWO)).isFalse();
		assertThat(this.pending.covers("others", ONE)).isFalse();
		assertThat(this.pending.covers("cleared", TWO)).isTrue();
		this.pending.repeat(this.redis);
		assertThat(this.pending.isEmpty()).isTrue();
		assertThat(this.pending.covers("values", ONE)).isFalse();
		assertThat(this.pending.covers("cleared", TWO)).isFalse();
	}

}
