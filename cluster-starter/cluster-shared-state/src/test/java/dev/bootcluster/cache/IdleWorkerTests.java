// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cache;

import java.time.Duration;

import dev.bootcluster.test.Await;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what a worker sends to a real Redis while nobody uses its caches.
 */
class IdleWorkerTests extends OnRedis {

	private static final int BEATS = 3;

	@Test
	void idleWorkerSendsOneCommandEveryTwoSeconds() {
		this.workers.add(new TestWorker(redis, TestWorker.near()));
		awaitBeats(1);
		long pings = redis.executed("ping");
		long start = System.nanoTime();
		awaitBeats(BEATS);
		Duration took = Duration.ofNanos(System.nanoTime() - start);
		assertThat(took).isGreaterThan(Duration.ofSeconds(2).multipliedBy(BEATS - 1));
		assertThat(redis.executed("ping")).isEqualTo(pings);
	}

	private void awaitBeats(int count) {
		long before = redis.executed("publish");
		Await.until(count + " beats", () -> redis.executed("publish") >= before + count);
	}

}
