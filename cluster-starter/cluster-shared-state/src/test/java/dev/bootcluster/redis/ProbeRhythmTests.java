// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.redis;

import java.time.Duration;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ProbeRhythm}.
 */
class ProbeRhythmTests {

	private static final int LOOKS_IN_A_MINUTE = (int) Duration.ofMinutes(1).dividedBy(ProbeRhythm.PAUSE);

	private long nanos;

	private final ProbeRhythm rhythm = new ProbeRhythm(() -> this.nanos);

	@Test
	void idleRedisIsProbedEveryTwoSeconds() {
		assertThat(probesInAMinute(false)).isEqualTo(30);
	}

	@Test
	void usedRedisIsProbedAtEachLook() {
		assertThat(probesInAMinute(true)).isEqualTo(LOOKS_IN_A_MINUTE);
	}

	@Test
	void redisThatWasIdleIsProbedAtTheFirstLookAfterItsUse() {
		probesInAMinute(false);
		this.rhythm.probing();
		this.nanos += ProbeRhythm.PAUSE.toNanos();
		assertThat(this.rhythm.isDue(false)).isFalse();
		assertThat(this.rhythm.isDue(true)).isTrue();
	}

	@Test
	void healthTellsOnceThatItWasAsked() {
		RedisHealth health = new RedisHealth();
		assertThat(health.takeUsed()).isFalse();
		health.isBlocked();
		assertThat(health.takeUsed()).isTrue();
		assertThat(health.takeUsed()).isFalse();
		health.isServing();
		assertThat(health.takeUsed()).isFalse();
	}

	private long probesInAMinute(boolean urgent) {
		this.rhythm.probing();
		return Stream.generate(() -> this.rhythm).limit(LOOKS_IN_A_MINUTE).filter((rhythm) -> {
			this.nanos += ProbeRhythm.PAUSE.toNanos();
			boolean due = rhythm.isDue(urgent);
			if (due) {
				rhythm.probing();
			}
			return due;
		}).count();
	}

}
