// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.supervision;

import java.time.Duration;
import java.util.Optional;

import dev.bootcluster.generation.WorkerLimits;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RecyclePolicy}.
 */
class RecyclePolicyTests {

	private static final Duration HOUR = Duration.ofHours(1);

	private static final long MB = 1 << 20;

	@Test
	void workerWithoutLimitsStays() {
		RecyclePolicy policy = policy(new WorkerLimits(0, 0, Duration.ZERO, Duration.ZERO));
		for (int i = 0; i < 10; i++) {
			assertThat(policy.judge(new Vitals(HOUR, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE))).isEmpty();
		}
	}

	@Test
	void residentMemoryCountsWhenItIsAboveTheLimitFiveTimesInARow() {
		RecyclePolicy policy = policy(new WorkerLimits(500 * MB, 0, Duration.ZERO, Duration.ZERO));
		for (long megabytes : new long[] { 612, 612, 612, 612, 500, 612, 612, 612, 612 }) {
			assertThat(policy.judge(memory(megabytes, 0))).isEmpty();
		}
		assertThat(policy.judge(memory(613, 0)))
			.contains("resident memory 613 MB above cluster.worker.max-memory 500 MB");
	}

	@Test
	void liveHeapCountsToo() {
		RecyclePolicy policy = policy(new WorkerLimits(500 * MB, 0, Duration.ZERO, Duration.ZERO));
		for (int i = 0; i < 4; i++) {
			assertThat(policy.judge(memory(400, 501))).isEmpty();
		}
		assertThat(policy.judge(memory(400, 501))).contains("live heap 501 MB above cluster.worker.max-memory 500 MB");
	}

	@Test
	void eachWorkerDrawsItsOwnLimitsUpToATenthLowerOrHigher() {
		WorkerLimits limits = new WorkerLimits(0, 1000, Duration.ofMinutes(100), Duration.ZERO);
		RecyclePolicy low = new RecyclePolicy(limits, new Backoff(() -> 0)::jitter);
		RecyclePolicy high = new RecyclePolicy(limits, new Backoff(() -> 1)::jitter);
		assertThat(low.judge(requests(899))).isEmpty();
		assertThat(low.judge(requests(900)))
			.contains("900 requests, cluster.worker.max-requests is 1000 give or take a tenth");
		assertThat(high.judge(requests(1099))).isEmpty();
		assertThat(high.judge(requests(1100))).isPresent();
		assertThat(low.judge(age(Duration.ofMinutes(90).minusMillis(1)))).isEmpty();
		assertThat(low.judge(age(Duration.ofMinutes(90))))
			.contains("served 90m00s, cluster.worker.max-age is 100m00s give or take a tenth");
		assertThat(high.judge(age(Duration.ofMinutes(110).minusMillis(1)))).isEmpty();
		assertThat(high.judge(age(Duration.ofMinutes(110)))).isPresent();
	}

	@Test
	void noLimitCountsBeforeTheMinimumLifetime() {
		Duration minute = Duration.ofMinutes(1);
		RecyclePolicy policy = policy(new WorkerLimits(MB, 1, Duration.ofSeconds(1), minute));
		for (int second = 0; second < 60; second++) {
			assertThat(policy.judge(new Vitals(Duration.ofSeconds(second), 100, 2 * MB, 2 * MB))).isEmpty();
		}
		assertThat(policy.judge(new Vitals(minute, 100, 2 * MB, 2 * MB))).isPresent();
	}

	@Test
	void unknownMemoryIsNoReason() {
		RecyclePolicy policy = policy(new WorkerLimits(MB, 0, Duration.ZERO, Duration.ZERO));
		for (int i = 0; i < 10; i++) {
			assertThat(policy.judge(memory(0, 0))).isEqualTo(Optional.empty());
		}
	}

	private static RecyclePolicy policy(WorkerLimits limits) {
		return new RecyclePolicy(limits, (share) -> 1);
	}

	private static Vitals memory(long residentMegabytes, long heapMegabytes) {
		return new Vitals(HOUR, 0, residentMegabytes * MB, heapMegabytes * MB);
	}

	private static Vitals requests(long requests) {
		return new Vitals(Duration.ofMinutes(2), requests, 0, 0);
	}

	private static Vitals age(Duration served) {
		return new Vitals(served, 0, 0, 0);
	}

}
