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

package dev.bootcluster.session;

import java.time.Duration;

import dev.bootcluster.SharedStateInfo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link RedisAvailability} on a clock that is set.
 */
@ExtendWith(OutputCaptureExtension.class)
class RedisAvailabilityTests {

	private static final Duration FAST = Duration.ofMillis(1);

	private static final RedisTrouble SILENT = new RedisTrouble(RedisTrouble.Kind.SILENT, "silent");

	private static final RedisTrouble UNREACHABLE = new RedisTrouble(RedisTrouble.Kind.UNREACHABLE, "unreachable");

	private static final RedisTrouble REFUSING = new RedisTrouble(RedisTrouble.Kind.REFUSING, "full");

	private static final RedisTrouble DEMOTED = new RedisTrouble(RedisTrouble.Kind.DEMOTED, "replica");

	private long now;

	private final RedisAvailability availability = new RedisAvailability(() -> this.now);

	@BeforeEach
	void laterThanAnything() {
		this.now = Duration.ofHours(1).toNanos();
	}

	@Test
	void beforeTheFirstAnswerRequestsDoNotStandInLineForTheConnection(CapturedOutput output) {
		assertBlocked();
		assertThat(this.availability.get().status()).isEqualTo(SharedStateInfo.Status.DOWN);
		this.availability.answered(FAST);
		assertLetThrough();
		assertThat(this.availability.get().status()).isEqualTo(SharedStateInfo.Status.UP);
		assertThat(output).doesNotContain("available");
	}

	@Test
	void startWithoutRedisIsOneOutage(CapturedOutput output) {
		this.availability.failed(UNREACHABLE, FAST);
		this.availability.failed(UNREACHABLE, FAST);
		assertBlocked();
		pass(Duration.ofSeconds(5));
		this.availability.answered(FAST);
		assertLetThrough();
		assertThat(output.getOut().lines().filter((line) -> line.contains("Sessions are unavailable"))).hasSize(1);
		assertThat(output).contains("Sessions are available again");
	}

	@Test
	void silenceBlocksUntilAProbeIsAnsweredInTime() {
		this.availability.answered(FAST);
		this.availability.failed(SILENT, Duration.ofSeconds(1));
		assertBlocked();
		this.availability.answered(RedisAvailability.SLOW);
		assertBlocked();
		this.availability.answered(FAST);
		assertLetThrough();
	}

	@Test
	void failureThatCostsNoTimeBlocksNobody() {
		this.availability.answered(FAST);
		this.availability.failed(UNREACHABLE, FAST);
		assertLetThrough();
		this.availability.failed(REFUSING, FAST);
		assertLetThrough();
		this.availability.failed(UNREACHABLE, RedisAvailability.SLOW);
		assertBlocked();
	}

	@Test
	void connectionToAReplicaIsLeftToTheProbe() {
		this.availability.answered(FAST);
		this.availability.failed(DEMOTED, FAST);
		assertBlocked();
	}

	@Test
	void slowProbeAloneIsNoOutage() {
		this.availability.answered(FAST);
		this.availability.answered(Duration.ofSeconds(1));
		assertLetThrough();
		assertThat(this.availability.isAvailable()).isTrue();
	}

	@Test
	void outageEndsWhenNothingHasFailedForAWhile(CapturedOutput output) {
		this.availability.answered(FAST);
		for (int i = 0; i < 10; i++) {
			this.availability.failed(UNREACHABLE, FAST);
			this.availability.answered(FAST);
			pass(RedisAvailability.CALM.dividedBy(2));
			this.availability.answered(FAST);
			assertThat(this.availability.get().status()).isEqualTo(SharedStateInfo.Status.DOWN);
		}
		pass(RedisAvailability.CALM);
		this.availability.answered(FAST);
		assertThat(this.availability.get().status()).isEqualTo(SharedStateInfo.Status.UP);
		assertThat(this.availability.get().reason()).isEmpty();
		assertThat(output.getOut().lines().filter((line) -> line.contains("Sessions are unavailable"))).hasSize(1);
		assertThat(output).contains("Sessions are available again, after 6.0 s");
	}

	@Test
	void outageKeepsItsBeginningAndTellsItsLatestReason() {
		this.availability.answered(FAST);
		this.availability.failed(UNREACHABLE, FAST);
		SharedStateInfo first = this.availability.get();
		this.availability.failed(REFUSING, FAST);
		assertThat(this.availability.get())
			.isEqualTo(new SharedStateInfo(SharedStateInfo.Status.DOWN, first.since(), "full"));
	}

	private void pass(Duration time) {
		this.now += time.toNanos();
	}

	private void assertBlocked() {
		assertThatExceptionOfType(SessionUnavailableException.class).isThrownBy(this.availability::check);
	}

	private void assertLetThrough() {
		assertThatNoException().isThrownBy(this.availability::check);
	}

}
