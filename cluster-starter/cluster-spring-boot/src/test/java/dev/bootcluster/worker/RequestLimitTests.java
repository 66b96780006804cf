// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.time.Duration;

import dev.bootcluster.worker.RequestLimit.Look;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Decisions on a clock that the looks themselves move.
 */
class RequestLimitTests {

	private static final long LOOK = Duration.ofMillis(20).toNanos();

	/**
	 * One processor, so that two threads may want it.
	 */
	private final RequestLimit limit = new RequestLimit(1);

	@Test
	void fewThreadsHaveNoLimit() {
		assertThat(looks(50, working(2).wanting(2))).isEqualTo(RequestLimit.NONE);
		assertThat(this.limit.isNear(2)).isFalse();
		assertThat(this.limit.isNear(3)).isTrue();
	}

	@Test
	void manyThreadsThatWaitForSomethingElseHaveNoLimit() {
		assertThat(looks(50, working(150).wanting(3))).isEqualTo(RequestLimit.NONE);
	}

	@Test
	void manyThreadsThatWantAProcessorAreLimitedAfterSomeLooks() {
		assertThat(looks(4, working(30).wanting(30))).isEqualTo(RequestLimit.NONE);
		assertThat(looks(1, working(30).wanting(30))).isEqualTo(2);
		assertThat(this.limit.isNear(0)).isTrue();
	}

	@Test
	void threadsThatWaitForSomethingElseAreNeededBesideThoseThatWantAProcessor() {
		assertThat(looks(5, working(100).wanting(20))).isEqualTo(82);
	}

	@Test
	void oneLookThatShowsManyDoesNotLimitThem() {
		looks(4, working(30).wanting(2));
		assertThat(looks(1, working(30).wanting(10))).isEqualTo(RequestLimit.NONE);
	}

	@Test
	void longComputationsAreNotLimited() {
		Seen computing = working(30).wanting(30);
		assertThat(looks(50, computing.completed(0))).isEqualTo(RequestLimit.NONE);
		assertThat(looks(50, computing.completed(1).processorMillis(20))).isEqualTo(RequestLimit.NONE);
		assertThat(looks(5, computing.completed(2).processorMillis(20))).isEqualTo(2);
	}

	@Test
	void limitStaysWhileItKeepsTheProcessorsBusy() {
		limited();
		assertThat(looks(490, working(2).wanting(2).queued(30))).isEqualTo(2);
	}

	@Test
	void limitIsDoubledAtTheSecondLookThatShowsFreeProcessorsWhileRequestsQueue() {
		limited();
		Seen waiting = working(2).wanting(1).queued(30);
		assertThat(looks(1, waiting)).isEqualTo(2);
		assertThat(looks(1, waiting)).isEqualTo(4);
		assertThat(looks(2, working(4).wanting(0).queued(28))).isEqualTo(8);
	}

	@Test
	void momentsBetweenQuickRequestsAreNoFreeProcessorsUnlessTheyAreMany() {
		limited();
		Seen quick = working(2).queued(10);
		for (int i = 0; i < 9; i++) {
			assertThat(looks(2, quick.wanting(1))).isEqualTo(2);
			assertThat(looks(3, quick.wanting(2))).isEqualTo(2);
		}
		assertThat(looks(4, quick.wanting(1))).isEqualTo(2);
		assertThat(looks(1, quick.wanting(1))).isEqualTo(4);
	}

	@Test
	void freeProcessorsRaiseNoLimitIfNobodyWaits() {
		limited();
		assertThat(looks(5, working(1).wanting(0))).isEqualTo(2);
	}

	@Test
	void limitIsRaisedAboveTheNumberOfThreadsIfNoneGetsThrough() {
		limited();
		assertThat(looks(5, working(6).wanting(4).queued(1).completed(0))).isEqualTo(8);
	}

	@Test
	void threadsThatComputeForLongAreNotLimitedAgainByWhatTheyHaveRaised() {
		limited();
		Seen stuck = working(20).wanting(20).queued(1).completed(0);
		assertThat(looks(5, stuck)).isEqualTo(22);
		assertThat(looks(5, stuck)).isEqualTo(24);
		assertThat(looks(5, stuck)).isEqualTo(RequestLimit.NONE);
	}

	@Test
	void limitIsForgottenOnceNobodyHasWaitedForASecond() {
		limited();
		assertThat(looks(25, working(2).wanting(2).queued(1))).isEqualTo(2);
		assertThat(looks(45, working(2).wanting(2))).isEqualTo(2);
		assertThat(looks(5, working(2).wanting(2))).isEqualTo(RequestLimit.NONE);
	}

	@Test
	void limitThatHalvesWhatGetsThroughIsForgottenForAWhile() {
		looks(250, working(2).wanting(2));
		limited();
		Seen slower = working(2).wanting(2).queued(30).completed(9);
		assertThat(looks(45, slower)).isEqualTo(2);
		assertThat(looks(5, slower)).isEqualTo(RequestLimit.NONE);
		assertThat(looks(495, working(30).wanting(30))).isEqualTo(RequestLimit.NONE);
		assertThat(looks(10, working(30).wanting(30))).isEqualTo(2);
	}

	@Test
	void slowMomentsAreNoReasonToForgetALimit() {
		looks(250, working(2).wanting(2));
		limited();
		for (int i = 0; i < 9; i++) {
			assertThat(looks(5, working(2).wanting(2).queued(30).completed(1))).isEqualTo(2);
			assertThat(looks(5, working(2).wanting(2).queued(30))).isEqualTo(2);
		}
	}

	/**
	 * A few long computations among many requests that wait for a database.
	 */
	@Test
	void limitThatKeepsTheWrongOnesWaitingIsForgottenForAWhile() {
		assertThat(looks(5, working(59).wanting(9))).isEqualTo(52);
		Seen still = working(52).wanting(9).queued(5);
		assertThat(looks(10, still)).isEqualTo(52);
		assertThat(looks(5, still)).isEqualTo(RequestLimit.NONE);
		assertThat(looks(200, still)).isEqualTo(RequestLimit.NONE);
	}

	/**
	 * A JVM that starts: the first look at many threads sees few of them.
	 */
	@Test
	void firstLimitThatIsTooHighIsLowered() {
		assertThat(looks(5, working(12).wanting(9))).isEqualTo(5);
		assertThat(looks(15, working(5).wanting(5).queued(20))).isEqualTo(2);
	}

	@Test
	void limitIsLoweredIfFewerStillWantTooMuch() {
		assertThat(looks(5, working(100).wanting(50))).isEqualTo(52);
		assertThat(looks(15, working(52).wanting(20).queued(5))).isEqualTo(34);
	}

	@Test
	void everyTenSecondsOrSoItIsSeenHowItWouldBeWithoutALimit() {
		limited();
		Seen busy = working(2).wanting(2).queued(30);
		assertThat(looks(495, busy)).isEqualTo(2);
		assertThat(looks(5, busy)).isEqualTo(RequestLimit.NONE);
		assertThat(looks(5, working(30).wanting(30))).isEqualTo(2);
	}

	@Test
	void limitIsForgottenIfItHasGrownBeyondAnyPool() {
		limited();
		assertThat(looks(2 * 15, working(200).wanting(0).queued(1000))).isEqualTo(2 << 15);
		assertThat(looks(2 * 15, working(200).wanting(0).queued(1000))).isEqualTo(RequestLimit.NONE);
	}

	@Test
	void everyProcessorCounts() {
		RequestLimit limit = new RequestLimit(8);
		Look look = working(200).wanting(100).look();
		int next = 0;
		for (int i = 0; i < 5; i++) {
			next = limit.next(look);
		}
		assertThat(next).isEqualTo(116);
	}

	private void limited() {
		assertThat(looks(5, working(30).wanting(30))).isEqualTo(2);
	}

	private int looks(int number, Seen seen) {
		int next = 0;
		for (int i = 0; i < number; i++) {
			next = this.limit.next(seen.look());
		}
		return next;
	}

	private static Seen working(int threads) {
		return new Seen(threads, 0, 0, 20, 20);
	}

	/**
	 * By default a thousand short requests a second.
	 */
	private record Seen(int working, int wanting, int queued, long completed, long processorMillis) {

		Seen wanting(int threads) {
			return new Seen(this.working, threads, this.queued, this.completed, this.processorMillis);
		}

		Seen queued(int requests) {
			return new Seen(this.working, this.wanting, requests, this.completed, this.processorMillis);
		}

		Seen completed(long requests) {
			return new Seen(this.working, this.wanting, this.queued, requests, this.processorMillis);
		}

		Seen processorMillis(long millis) {
			return new Seen(this.working, this.wanting, this.queued, this.completed, millis);
		}

		Look look() {
			return new Look(LOOK, this.queued, this.working, this.working, this.wanting, this.completed,
					Duration.ofMillis(this.processorMillis).toNanos());
		}

	}

}
