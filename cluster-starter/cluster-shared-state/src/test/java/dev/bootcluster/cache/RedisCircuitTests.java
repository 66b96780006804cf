/*
 * Copyright 2026 the Boot Cluster authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package dev.bootcluster.cache;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;

import dev.bootcluster.test.Await;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.data.redis.RedisSystemException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RedisCircuit}.
 */
@ExtendWith(OutputCaptureExtension.class)
class RedisCircuitTests {

	private static final RuntimeException FULL = new RedisSystemException("Error in execution",
			new RedisCommandExecutionException("OOM command not allowed"));

	private static final RuntimeException AWAY = new RedisSystemException("Redis exception",
			new RedisException("Currently not connected"));

	private static final RuntimeException SLOW = new QueryTimeoutException("Redis command timed out");

	private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(1);

	private final RedisCircuit circuit = new RedisCircuit(this.scheduler, Duration.ofMillis(10));

	private final AtomicInteger executed = new AtomicInteger();

	private final AtomicInteger opened = new AtomicInteger();

	private volatile RuntimeException probed = SLOW;

	@BeforeEach
	void configure() {
		this.circuit.configure(() -> {
			if (this.probed != null) {
				throw this.probed;
			}
		}, this.opened::incrementAndGet);
	}

	@AfterEach
	void stop() {
		this.scheduler.shutdownNow();
	}

	@Test
	void commandsAreNotTriedAfterOneThatTimedOutUntilTheProbeSucceeds(CapturedOutput output) {
		fail(SLOW);
		fail(SLOW);
		assertThat(this.executed).hasValue(1);
		assertThat(this.opened).hasValue(1);
		this.probed = null;
		Await.until("the end of the outage", () -> !this.circuit.isOpen());
		assertThat(this.circuit.call(() -> "result")).isEqualTo("result");
		assertThat(output.toString()).containsOnlyOnce("Redis fails the caches")
			.containsOnlyOnce("Redis serves the caches again");
	}

	@Test
	void lostConnectionCountsAsWell() {
		fail(AWAY);
		fail(AWAY);
		assertThat(this.executed).hasValue(1);
	}

	@Test
	void commandsAreTriedAfterOneThatRedisRefused(CapturedOutput output) {
		this.probed = FULL;
		fail(FULL);
		fail(FULL);
		assertThat(this.executed).hasValue(2);
		assertThat(this.circuit.call(() -> "result")).isEqualTo("result");
		assertThat(output.toString()).containsOnlyOnce("Redis fails the caches").contains("OOM command not allowed");
	}

	@Test
	void refusalThatTurnsIntoSilenceOpensTheCircuit() {
		this.probed = FULL;
		fail(FULL);
		fail(SLOW);
		fail(SLOW);
		assertThat(this.executed).hasValue(2);
		assertThat(this.opened).hasValue(1);
		assertThat(this.circuit.failures()).isGreaterThanOrEqualTo(2);
	}

	@Test
	void interruptedThreadSaysNothingAboutRedis() {
		Thread.currentThread().interrupt();
		try {
			fail(AWAY);
			assertThat(this.circuit.isOpen()).isFalse();
		}
		finally {
			assertThat(Thread.interrupted()).isTrue();
		}
	}

	private void fail(RuntimeException problem) {
		boolean done = this.circuit.run(() -> {
			this.executed.incrementAndGet();
			throw problem;
		});
		assertThat(done).isFalse();
	}

}
