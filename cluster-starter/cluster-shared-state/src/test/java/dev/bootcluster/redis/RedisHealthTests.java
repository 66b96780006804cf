// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import dev.bootcluster.SharedStateInfo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.QueryTimeoutException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RedisHealth} on a clock set by the test.
 */
@ExtendWith(OutputCaptureExtension.class)
class RedisHealthTests {

	private static final Duration FAST = Duration.ofMillis(1);

	private static final RedisTrouble SILENT = new RedisTrouble(RedisTrouble.Kind.SILENT, "silent");

	private static final RedisTrouble UNREACHABLE = new RedisTrouble(RedisTrouble.Kind.UNREACHABLE, "unreachable");

	private static final RedisTrouble REFUSING = new RedisTrouble(RedisTrouble.Kind.REFUSING, "full");

	private static final RedisTrouble DEMOTED = new RedisTrouble(RedisTrouble.Kind.DEMOTED, "replica");

	private long now;

	private final RedisHealth redis = new RedisHealth(() -> this.now);

	@BeforeEach
	void use() {
		this.redis.addUse(RedisUse.ofHashes("sessions", "requests get 503", "key"));
		this.redis.addUse(RedisUse.ofValues("caches", "caches compute", "key"));
	}

	@BeforeEach
	void laterThanAnything() {
		this.now = Duration.ofHours(1).toNanos();
	}

	@Test
	void beforeTheFirstAnswerRequestsDoNotStandInLineForTheConnection(CapturedOutput output) {
		assertLetThrough();
		this.redis.opening();
		assertBlocked();
		assertThat(this.redis.info().status()).isEqualTo(SharedStateInfo.Status.DOWN);
		this.redis.answered(FAST);
		assertLetThrough();
		assertThat(this.redis.info().status()).isEqualTo(SharedStateInfo.Status.UP);
		assertThat(output).doesNotContain("Redis");
	}

	@Test
	void startWithoutRedisIsOneOutage(CapturedOutput output) {
		this.redis.opening();
		this.redis.failed(UNREACHABLE, FAST);
		this.redis.failed(UNREACHABLE, FAST);
		assertBlocked();
		pass(Duration.ofSeconds(5));
		this.redis.answered(FAST);
		assertLetThrough();
		assertThat(output.getOut()
			.lines()
			.filter((line) -> line.contains("Redis is in trouble, caches compute and requests get 503: "))).hasSize(1);
		assertThat(output).contains("Redis serves caches and sessions again");
	}

	@Test
	void silenceBlocksUntilAProbeIsAnsweredInTime() {
		this.redis.answered(FAST);
		this.redis.failed(SILENT, Duration.ofSeconds(1));
		assertBlocked();
		this.redis.answered(RedisHealth.SLOW);
		assertBlocked();
		this.redis.answered(FAST);
		assertLetThrough();
	}

	@Test
	void failureThatCostsNoTimeBlocksNobody() {
		this.redis.answered(FAST);
		this.redis.failed(UNREACHABLE, FAST);
		assertLetThrough();
		this.redis.failed(REFUSING, FAST);
		assertLetThrough();
		this.redis.failed(UNREACHABLE, RedisHealth.SLOW);
		assertBlocked();
	}

	@Test
	void connectionToAReplicaIsLeftToTheProbe() {
		this.redis.answered(FAST);
		this.redis.failed(DEMOTED, FAST);
		assertBlocked();
	}

	@Test
	void slowProbeAloneIsNoOutage() {
		this.redis.answered(FAST);
		this.redis.answered(Duration.ofSeconds(1));
		assertLetThrough();
		assertThat(this.redis.isServing()).isTrue();
	}

	@Test
	void outageEndsWhenNothingHasFailedForAWhile(CapturedOutput output) {
		this.redis.answered(FAST);
		for (int i = 0; i < 10; i++) {
			this.redis.failed(UNREACHABLE, FAST);
			this.redis.answered(FAST);
			pass(RedisHealth.CALM.dividedBy(2));
			this.redis.answered(FAST);
			assertThat(this.redis.info().status()).isEqualTo(SharedStateInfo.Status.DOWN);
		}
		pass(RedisHealth.CALM);
		this.redis.answered(FAST);
		assertThat(this.redis.info().status()).isEqualTo(SharedStateInfo.Status.UP);
		assertThat(this.redis.info().reason()).isEmpty();
		assertThat(output.getOut()
			.lines()
			.filter((line) -> line.contains("Redis is in trouble, caches compute and requests get 503: "))).hasSize(1);
		assertThat(output).contains("Redis serves caches and sessions again, after 6.0 s in which 10 commands failed");
	}

	@Test
	void outageKeepsItsBeginningAndTellsItsLatestReason() {
		this.redis.answered(FAST);
		this.redis.failed(UNREACHABLE, FAST);
		SharedStateInfo first = this.redis.info();
		this.redis.failed(REFUSING, FAST);
		assertThat(this.redis.info())
			.isEqualTo(new SharedStateInfo(SharedStateInfo.Status.DOWN, first.since(), "full"));
	}

	@Test
	void interruptedThreadSaysNothingAboutRedis() {
		this.redis.answered(FAST);
		Thread.currentThread().interrupt();
		try {
			assertThat(this.redis.failed(new QueryTimeoutException("stopped"), FAST)).isNotNull();
		}
		finally {
			assertThat(Thread.interrupted()).isTrue();
		}
		assertThat(this.redis.isServing()).isTrue();
	}

	@Test
	void faultsOfACommandAreNoTrouble() {
		this.redis.answered(FAST);
		assertThat(this.redis.failed(new IllegalStateException("mine"), FAST)).isNull();
		assertThat(this.redis.isServing()).isTrue();
	}

	@Test
	void eachKindOfTroubleIsToldOnceUntilTheNextAnswer() {
		List<String> told = new ArrayList<>();
		this.redis.setAlarm((trouble, begins) -> told.add(trouble.reason() + (begins ? " begins" : "")));
		this.redis.answered(FAST);
		this.redis.failed(REFUSING, FAST);
		this.redis.failed(REFUSING, FAST);
		this.redis.failed(UNREACHABLE, FAST);
		this.redis.failed(REFUSING, FAST);
		assertThat(told).containsExactly("full begins", "unreachable");
		this.redis.answered(FAST);
		this.redis.failed(REFUSING, FAST);
		assertThat(told).containsExactly("full begins", "unreachable", "full");
	}

	@Test
	void listenerThatFailsKeepsNobodyFromHearing() {
		AtomicInteger heard = new AtomicInteger();
		for (int i = 0; i < 2; i++) {
			this.redis.addListener(new RedisHealth.Listener() {

				@Override
				public void redisAnswers() {
					heard.incrementAndGet();
					throw new IllegalStateException("mine");
				}

				@Override
				public void redisFails(RedisTrouble trouble) {
				}

			});
		}
		this.redis.tell(RedisHealth.Listener::redisAnswers);
		assertThat(heard).hasValue(2);
	}

	private void pass(Duration time) {
		this.now += time.toNanos();
	}

	private void assertBlocked() {
		assertThat(this.redis.isBlocked()).isTrue();
	}

	private void assertLetThrough() {
		assertThat(this.redis.isBlocked()).isFalse();
	}

}
