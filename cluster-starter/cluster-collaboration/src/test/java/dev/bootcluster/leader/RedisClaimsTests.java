// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.leader;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.core.SimpleLock;
import net.javacrumbs.shedlock.support.LockException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.QueryTimeoutException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RedisClaims} while Redis fails and recovers.
 */
@ExtendWith(OutputCaptureExtension.class)
class RedisClaimsTests {

	private static final Instant DUE = Instant.EPOCH;

	private final AtomicInteger unlocked = new AtomicInteger();

	private final LockProvider free = (configuration) -> Optional.of((SimpleLock) this.unlocked::incrementAndGet);

	private final LockProvider taken = (configuration) -> Optional.empty();

	private final LockProvider gone = (configuration) -> {
		throw new QueryTimeoutException("Redis has gone");
	};

	@Test
	void runIsGivenBackWhenItEnds() {
		Runnable end = new RedisClaims(this.free, this.free).claim("job", DUE).orElseThrow();
		assertThat(this.unlocked).hasValue(0);
		end.run();
		assertThat(this.unlocked).hasValue(1);
	}

	@Test
	void dueTimeThatSomebodyHadIsNotRunAgain() {
		assertThat(new RedisClaims(this.taken, this.free).claim("job", DUE)).isEmpty();
		assertThat(this.unlocked).hasValue(1);
		assertThat(new RedisClaims(this.free, this.taken).claim("job", DUE)).isEmpty();
	}

	@Test
	void redisThatGoesBetweenTheLocksLeavesNoneBehind(CapturedOutput output) {
		assertThat(new RedisClaims(this.gone, this.free).claim("job", DUE)).isEmpty();
		assertThat(this.unlocked).hasValue(1);
		assertThat(output).contains("The run of job 'job' due at ").contains("Redis has gone");
	}

	@Test
	void redisThatGoesDuringTheRunEndsItAllTheSame(CapturedOutput output) {
		LockProvider lost = (configuration) -> Optional.of((SimpleLock) () -> {
			throw new LockException("Can not remove node");
		});
		new RedisClaims(this.free, lost).claim("job", DUE).orElseThrow().run();
		assertThat(output).contains("Redis could not be told that a run of job 'job' has ended");
	}

}
