// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.redis;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import dev.bootcluster.SharedStateInfo.Status;
import dev.bootcluster.test.Await;
import io.lettuce.core.RedisCommandExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mockito;
import org.mockito.invocation.InvocationOnMock;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.data.redis.RedisConnectionFailureException;
import org.springframework.data.redis.RedisSystemException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisHashCommands;
import org.springframework.data.redis.connection.RedisStringCommands;
import org.springframework.data.redis.connection.RedisStringCommands.SetOption;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.Mockito.atLeastOnce;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

/**
 * Tests for {@link RedisWatch} and {@link RedisProbe}, without a Redis.
 */
@ExtendWith(OutputCaptureExtension.class)
class RedisWatchTests {

	private static final RedisUse SESSIONS = RedisUse.ofHashes("sessions", "requests get 503", "session-key");

	private static final RedisUse CACHES = RedisUse.ofValues("caches", "caches compute", "cache-key");

	private static final RuntimeException READONLY = new RedisSystemException("Error in execution",
			new RedisCommandExecutionException("READONLY You can't write against a read only replica."));

	private final RedisWatch watch = new RedisWatch();

	private final Server one = new Server();

	private final Server other = new Server();

	@AfterEach
	void stop() {
		this.watch.stop();
	}

	@Test
	void nobodyKnowsOfARedisThatNobodyUses() {
		this.watch.start();
		assertThat(this.watch.get()).isNull();
	}

	@Test
	void connectionsHaveOneJudgeWhoeverUsesThem(CapturedOutput output) {
		RedisHealth sessions = this.watch.of(this.one.connections, SESSIONS);
		assertThat(this.watch.of(this.one.connections, CACHES)).isSameAs(sessions);
		this.watch.start();
		assertThat(sessions.isServing()).isTrue();
		assertThat(this.watch.get()).isEqualTo(sessions.info());
		this.one.down();
		Await.until("trouble", () -> !sessions.isServing());
		this.one.up();
		Await.until("the end of it", sessions::isServing);
		assertThat(output.toString())
			.containsOnlyOnce("Redis is in trouble, caches compute and requests get 503: Redis cannot be reached")
			.containsOnlyOnce("Redis serves caches and sessions again");
	}

	@Test
	void everyRedisHasAJudgeOfItsOwnAndTroubleWithAnyIsTrouble(CapturedOutput output) {
		RedisHealth sessions = this.watch.of(this.one.connections, SESSIONS);
		RedisHealth caches = this.watch.of(this.other.connections, CACHES);
		assertThat(caches).isNotSameAs(sessions);
		this.watch.start();
		assertThat(this.watch.get().status()).isEqualTo(Status.UP);
		this.other.down();
		Await.until("trouble", () -> !caches.isServing());
		assertThat(sessions.isServing()).isTrue();
		assertThat(this.watch.get().status()).isEqualTo(Status.DOWN);
		assertThat(this.watch.get().reason()).startsWith("caches: Redis cannot be reached").doesNotContain("sessions");
		assertThat(this.watch.get().since()).isEqualTo(caches.info().since());
		this.one.down();
		Await.until("more trouble", () -> !sessions.isServing());
		assertThat(this.watch.get().reason()).startsWith("caches: Redis").contains("; sessions: Redis");
		assertThat(output.toString()).containsOnlyOnce("Redis is in trouble, caches compute: ")
			.containsOnlyOnce("Redis is in trouble, requests get 503: ");
	}

	@Test
	void startWithoutRedisBlocksWhoeverAsks() {
		this.one.down();
		RedisHealth redis = this.watch.of(this.one.connections, CACHES);
		assertThat(redis.isBlocked()).as("before the first probe").isFalse();
		this.watch.start();
		assertThat(redis.isBlocked()).isTrue();
		this.one.up();
		Await.until("Redis", redis::isServing);
	}

	@ParameterizedTest
	@ValueSource(strings = { "MOVED 1234 192.0.2.1:6379", "ERR unknown command 'HMSET'", "WRONGTYPE of the key",
			"NOPERM this user has no permissions", "no code at all" })
	void whateverTheFirstProbeMeetsIsSaidAndPasses(String answer, CapturedOutput output) {
		this.one.refuses(new RedisSystemException("Error in execution", new RedisCommandExecutionException(answer)));
		RedisHealth redis = this.watch.of(this.one.connections, SESSIONS);
		this.watch.start();
		assertThat(redis.isBlocked()).isTrue();
		assertThat(redis.info().reason()).contains(answer);
		assertThat(output.toString()).containsOnlyOnce("Redis is in trouble, requests get 503: ").contains(answer);
		this.one.refuses(null);
		Await.until("Redis", redis::isServing);
	}

	@Test
	void outageIsProbedWithTheCommandsOfThoseWhoUseRedisAndNoOthers() {
		this.watch.of(this.one.connections, SESSIONS);
		this.watch.of(this.other.connections, CACHES);
		this.watch.start();
		verify(this.one.hashes).hMSet(any(), any());
		verify(this.one.values, never()).set(any(), any(), any(), any(SetOption.class));
		verify(this.other.hashes, never()).hMSet(any(), any());
		verify(this.other.values).set(any(), any(), any(), any(SetOption.class));
		RedisHealth both = this.watch.of(this.one.connections, CACHES);
		both.failed(READONLY, RedisHealth.SLOW);
		Await.until("the end of it", both::isServing);
		verify(this.one.values, atLeastOnce()).set(any(), any(), any(), any(SetOption.class));
	}

	@Test
	void redisThatIsUsedAfterTheStartIsLookedAtAtOnce() {
		this.watch.start();
		assertThat(this.watch.of(this.one.connections, CACHES).isServing()).isTrue();
	}

	@Test
	void replicaThatAnyoneMeetsResetsTheConnectionAndReadsAloneDoNotEndTheOutage() {
		RedisHealth redis = this.watch.of(this.one.connections, CACHES);
		this.watch.start();
		verify(this.one.connections, never()).resetConnection();
		this.one.demoted();
		redis.failed(READONLY, RedisHealth.SLOW.dividedBy(2));
		verify(this.one.connections, Mockito.timeout(20_000).atLeast(2)).resetConnection();
		assertThat(redis.isBlocked()).isTrue();
	}

	@Test
	void listenersHearOfTroubleThatOthersMeetAndOfAnswers() {
		RedisHealth redis = this.watch.of(this.one.connections, CACHES);
		AtomicInteger answers = new AtomicInteger();
		AtomicInteger troubles = new AtomicInteger();
		redis.addListener(new RedisHealth.Listener() {

			@Override
			public void redisAnswers() {
				answers.incrementAndGet();
			}

			@Override
			public void redisFails(RedisTrouble trouble) {
				troubles.incrementAndGet();
			}

		});
		this.watch.start();
		Await.until("an answer", () -> answers.get() > 0);
		assertThat(troubles).hasValue(0);
		redis.failed(new RedisConnectionFailureException("refused"), RedisHealth.SLOW);
		Await.until("trouble", () -> troubles.get() == 1);
		Await.until("the end of it", redis::isServing);
	}

	@Test
	void watchThatWasStoppedStartsAgain() {
		RedisHealth redis = this.watch.of(this.one.connections, CACHES);
		this.watch.start();
		this.watch.stop();
		assertThat(this.watch.isRunning()).isFalse();
		this.one.down();
		this.watch.start();
		assertThat(this.watch.isRunning()).isTrue();
		assertThat(redis.isServing()).isFalse();
		verify(this.one.connections, atLeastOnce()).getConnection();
	}

	@Test
	void startWaitsForTheFirstAnswerEvenIfItTakesLongerThanTheApplication() {
		CountDownLatch starved = new CountDownLatch(1);
		this.one.waitsFor(starved);
		RedisHealth redis = this.watch.of(this.one.connections, SESSIONS);
		this.watch.of(this.other.connections, CACHES);
		assertThat(this.watch.isSettled()).as("before the start").isTrue();
		this.watch.start();
		assertThat(redis.isBlocked()).isTrue();
		assertThat(this.watch.isSettled()).isFalse();
		starved.countDown();
		Await.until("Redis", this.watch::isSettled);
		assertThat(redis.isServing()).isTrue();
	}

	@ParameterizedTest
	@MethodSource
	void startWaitsForRedisUntilItSaysAnything(RuntimeException trouble, boolean settled) {
		this.one.refuses(trouble);
		this.watch.of(this.one.connections, SESSIONS);
		this.watch.start();
		assertThat(this.watch.isSettled()).isEqualTo(settled);
		this.one.refuses(null);
		Await.until("Redis", this.watch::isSettled);
	}

	static Stream<Arguments> startWaitsForRedisUntilItSaysAnything() {
		return Stream.of(Arguments.of(new RedisConnectionFailureException("refused"), true),
				Arguments.of(new RedisSystemException("Error", new RedisCommandExecutionException("OOM full")), true),
				Arguments.of(READONLY, true),
				Arguments.of(new RedisSystemException("Error", new RedisCommandExecutionException("ERR other")), true),
				Arguments.of(new QueryTimeoutException("silent"), false));
	}

	@Test
	void startDoesNotWaitForeverForARedisThatHangs() {
		AtomicLong now = new AtomicLong();
		RedisWatch watch = new RedisWatch(now::get);
		this.one.waitsFor(new CountDownLatch(1));
		watch.of(this.one.connections, SESSIONS);
		watch.start();
		now.addAndGet(RedisWatch.PATIENCE.toNanos() - 1);
		assertThat(watch.isSettled()).isFalse();
		now.addAndGet(1);
		assertThat(watch.isSettled()).isTrue();
		watch.stop();
		assertThat(watch.isSettled()).isTrue();
	}

	/**
	 * Connections to a server that is up or down.
	 */
	private static final class Server {

		private final LettuceConnectionFactory connections = mock(LettuceConnectionFactory.class);

		private final RedisConnection connection = mock(RedisConnection.class, Mockito.RETURNS_DEEP_STUBS);

		private final RedisHashCommands hashes = mock(RedisHashCommands.class);

		private final RedisStringCommands values = mock(RedisStringCommands.class);

		private volatile boolean down;

		private volatile @Nullable RuntimeException refusal;

		private volatile @Nullable CountDownLatch latch;

		Server() {
			given(this.connection.hashCommands()).willReturn(this.hashes);
			given(this.connection.stringCommands()).willReturn(this.values);
			willAnswer(this::write).given(this.hashes).hMSet(any(), any());
			willAnswer(this::write).given(this.values).set(any(), any(), any(), any(SetOption.class));
			given(this.connections.getConnection()).willAnswer((call) -> {
				CountDownLatch latch = this.latch;
				if (latch != null) {
					latch.await();
				}
				if (this.down) {
					throw new RedisConnectionFailureException("refused");
				}
				return this.connection;
			});
		}

		private @Nullable Object write(InvocationOnMock call) {
			RuntimeException refusal = this.refusal;
			if (refusal != null) {
				throw refusal;
			}
			return (call.getMethod().getReturnType() == void.class) ? null : true;
		}

		void refuses(@Nullable RuntimeException refusal) {
			this.refusal = refusal;
		}

		void waitsFor(CountDownLatch latch) {
			this.latch = latch;
		}

		void down() {
			this.down = true;
		}

		void demoted() {
			refuses(READONLY);
		}

		void up() {
			this.down = false;
		}

	}

}
