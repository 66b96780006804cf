// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.supervision;

import java.time.Duration;

import dev.bootcluster.ipc.FromWorker;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HangJudge}.
 */
class HangJudgeTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private Duration now = Duration.ofHours(1);

	private HangJudge judge = new HangJudge(TIMEOUT, this.now);

	private long completed;

	private long executing;

	private long oldest;

	private long queued;

	private long busy;

	private long max = 10;

	@Test
	void workerThatCompletesRequestsServes() {
		this.executing = 8;
		this.queued = 20;
		this.oldest = 600;
		for (int i = 0; i < 10; i++) {
			this.completed++;
			assertThat(seconds(59)).isNull();
		}
	}

	@Test
	void idleWorkerServes() {
		assertThat(seconds(3600)).isNull();
	}

	@Test
	void workerWhoseRequestsWaitForEachOtherHangs() {
		this.executing = 12;
		this.queued = 30;
		assertThat(seconds(59)).isNull();
		assertThat(seconds(1)).isEqualTo("no request completed for 60s while 12 were executing and 30 queued");
		assertThat(seconds(5)).isEqualTo("no request completed for 65s while 12 were executing and 30 queued");
	}

	@Test
	void twoRequestsWithoutALimitOfThreadsHangToo() {
		this.executing = 2;
		this.queued = -1;
		this.busy = -1;
		this.max = -1;
		assertThat(seconds(60)).isEqualTo("no request completed for 60s while 2 were executing");
	}

	@Test
	void oneRequestForWhichOthersWaitHangs() {
		this.executing = 1;
		this.queued = 1;
		assertThat(seconds(60)).isEqualTo("no request completed for 60s while 1 was executing and 1 queued");
	}

	@Test
	void oneRequestHangsWhenNoThreadIsLeft() {
		this.executing = 1;
		this.busy = 10;
		assertThat(seconds(60))
			.isEqualTo("no request completed for 60s while 1 was executing and all 10 threads were busy");
	}

	@Test
	void oneLongReportOnAnIdleWorkerIsNoHang() {
		this.executing = 1;
		this.busy = 1;
		assertThat(seconds(3600)).isNull();
	}

	@Test
	void oneLongReportOnTheOnlyThreadIsNoHang() {
		this.executing = 1;
		this.busy = 1;
		this.max = 1;
		assertThat(seconds(3600)).isNull();
	}

	@Test
	void longReportHangsOnceOthersHaveJoinedIt() {
		this.executing = 1;
		assertThat(seconds(600)).isNull();
		this.executing = 2;
		assertThat(seconds(2)).isNull();
		assertThat(seconds(1)).isEqualTo("no request completed for 603s while 2 were executing");
	}

	@Test
	void taskThatIsQueuedForAMomentDoesNotWait() {
		this.executing = 1;
		seconds(600);
		for (int i = 0; i < 100; i++) {
			this.queued = 1;
			assertThat(seconds(2)).isNull();
			this.queued = 0;
			assertThat(seconds(1)).isNull();
		}
	}

	@Test
	void youngRequestsAreNoHangHoweverLongNothingCompleted() {
		this.executing = 5;
		this.queued = 3;
		seconds(59);
		this.oldest = -3600;
		assertThat(seconds(600)).isNull();
	}

	@Test
	void requestsThatAreSuspendedAreProgress() {
		for (int i = 0; i < 20; i++) {
			this.executing = 3;
			assertThat(seconds(50)).isNull();
			this.executing = 2;
			assertThat(seconds(1)).isNull();
		}
	}

	@Test
	void completionBeginsTheWindowAnew() {
		this.executing = 5;
		seconds(59);
		this.completed++;
		assertThat(seconds(60)).isNull();
		assertThat(seconds(1)).isEqualTo("no request completed for 60s while 5 were executing");
	}

	@Test
	void silentWorkerHangs() {
		seconds(10);
		assertThat(silence(59)).isNull();
		assertThat(silence(1)).isEqualTo("no heartbeat for 60s");
	}

	@Test
	void workerThatNeverSaidAnythingHangs() {
		assertThat(silence(59)).isNull();
		assertThat(silence(1)).isEqualTo("no heartbeat for 60s");
	}

	@Test
	void workerThatSpeaksAgainServes() {
		silence(60);
		assertThat(seconds(1)).isNull();
	}

	@Test
	void silenceIsNotTimeWithoutProgress() {
		this.executing = 5;
		seconds(10);
		this.oldest = 600;
		assertThat(silence(55)).isNull();
		assertThat(seconds(47)).isNull();
		assertThat(seconds(1)).isEqualTo("no request completed for 60s while 5 were executing");
	}

	@Test
	void timeoutShorterThanTheHeartbeatsPeriodKillsNoHealthyWorker() {
		this.judge = new HangJudge(Duration.ofMillis(100), this.now);
		assertThat(seconds(10)).isNull();
		assertThat(silence(2)).isNull();
		assertThat(silence(1)).isEqualTo("no heartbeat for 3s");
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, -1 })
	void workerNeverHangsWithoutATimeout(long seconds) {
		this.judge = new HangJudge(Duration.ofSeconds(seconds), this.now);
		this.executing = 10;
		this.queued = 10;
		assertThat(seconds(3600)).isNull();
		assertThat(silence(3600)).isNull();
	}

	@Test
	void suspendedPrimaryBlamesNobodyForItsOwnSilence() {
		seconds(10);
		suspend(Duration.ofHours(1));
		assertThat(tick()).isNull();
		assertThat(silence(59)).isNull();
		assertThat(silence(1)).isEqualTo("no heartbeat for 60s");
	}

	@Test
	void suspendedPrimaryBeginsTheWindowOfProgressAnew() {
		this.executing = 5;
		seconds(50);
		suspend(Duration.ofSeconds(50));
		assertThat(tick()).isNull();
		assertThat(seconds(59)).isNull();
		assertThat(seconds(1)).isEqualTo("no request completed for 60s while 5 were executing");
	}

	@Test
	void heartbeatsThatArriveInABunchAreOneMoment() {
		this.executing = 5;
		seconds(50);
		suspend(Duration.ofSeconds(50));
		for (int i = 0; i < 50; i++) {
			heartbeat();
		}
		assertThat(tick()).isNull();
		assertThat(seconds(59)).isNull();
		assertThat(seconds(1)).isNotNull();
	}

	@Test
	void primaryThatIsThreeSecondsLateRanAndOneThatIsLaterDidNot() {
		silence(57);
		suspend(Duration.ofSeconds(3));
		assertThat(tick()).isEqualTo("no heartbeat for 60s");
		suspend(Duration.ofMillis(3001));
		assertThat(tick()).isNull();
	}

	/**
	 * Let seconds pass with heartbeats from the worker.
	 */
	private @Nullable String seconds(int seconds) {
		String verdict = null;
		for (int i = 0; i < seconds; i++) {
			suspend(Duration.ofSeconds(1));
			this.oldest = (this.executing > 0) ? this.oldest + 1 : 0;
			heartbeat();
			verdict = tick();
		}
		return verdict;
	}

	/**
	 * Let seconds pass without heartbeats from the worker.
	 */
	private @Nullable String silence(int seconds) {
		String verdict = null;
		for (int i = 0; i < seconds; i++) {
			suspend(Duration.ofSeconds(1));
			verdict = tick();
		}
		return verdict;
	}

	/**
	 * Let time pass unnoticed by the judge.
	 */
	private void suspend(Duration time) {
		this.now = this.now.plus(time);
	}

	private void heartbeat() {
		this.judge.heartbeat(new FromWorker.Heartbeat(0, this.completed, 0, 0, this.executing,
				Math.max(0, this.oldest * 1000), this.queued, this.busy, this.max, 0, 0, 0, 0, 0), this.now);
	}

	private @Nullable String tick() {
		return this.judge.tick(this.now);
	}

}
