// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.util.ArrayList;
import java.util.List;

import dev.bootcluster.ipc.FromPrimary;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Drain}.
 */
class DrainTests {

	private final FakeService service = new FakeService();

	@Test
	void drainDoesEverythingInTheOrderThatLosesNothing() {
		this.service.connections = 0;
		assertThat(new Drain(new FromPrimary.Drain(60_000, 1000, 0)).run(this.service)).isZero();
		assertThat(this.service.calls).containsExactly("closeIntake", "announceClose", "endStreams", "moveIdle",
				"closeIdle 1000", "stopMoving", "closeIdle 0");
	}

	@Test
	void drainWaitsForConnectionsThatAreOnTheirWayBeforeItAnnouncesTheClose() {
		this.service.arriving = 3;
		this.service.connections = 0;
		new Drain(new FromPrimary.Drain(60_000, 1000, 3)).run(this.service);
		assertThat(this.service.handoffsAtAnnouncement).isEqualTo(3);
	}

	@Test
	void drainEndsWhenTheLastConnectionIsGone() {
		this.service.connections = 4;
		this.service.endsOneEachTime = true;
		assertThat(new Drain(new FromPrimary.Drain(60_000, 1000, 0)).run(this.service)).isZero();
	}

	@Test
	void deadlineCutsWhatIsLeftAndCountsIt() {
		this.service.connections = 2;
		assertThat(new Drain(new FromPrimary.Drain(20, 1000, 0)).run(this.service)).isEqualTo(2);
	}

	@Test
	void eventsThatGoOnUpToTheDeadlineAreEndedAndNotCut() {
		this.service.connections = 3;
		this.service.events = 3;
		assertThat(new Drain(new FromPrimary.Drain(20, 1000, 0)).run(this.service)).isZero();
		assertThat(this.service.calls).containsSubsequence("closeIdle 1000", "endEvents", "closeIdle 1000",
				"closeIdle 0");
	}

	@Test
	void connectionThatIsIdleAtTheDeadlineIsClosedAndNotCut() {
		this.service.connections = 3;
		this.service.idle = 2;
		assertThat(new Drain(new FromPrimary.Drain(20, 1000, 0)).run(this.service)).isEqualTo(1);
	}

	@Test
	void deadlineHoldsForConnectionsThatNeverArrive() {
		this.service.connections = 0;
		assertThat(new Drain(new FromPrimary.Drain(20, 1000, 1)).run(this.service)).isZero();
		assertThat(this.service.calls).containsExactly("closeIntake", "announceClose", "endStreams", "moveIdle",
				"closeIdle 1000", "stopMoving", "closeIdle 0");
	}

	@Test
	void hurryLetsIdleConnectionsGoSooner() {
		this.service.connections = 0;
		Drain drain = new Drain(new FromPrimary.Drain(60_000, 30_000, 0));
		drain.hurry(new FromPrimary.Drain(60_000, 1000, 0));
		drain.run(this.service);
		assertThat(this.service.calls).containsExactly("closeIntake", "announceClose", "endStreams", "moveIdle",
				"closeIdle 1000", "stopMoving", "closeIdle 0");
	}

	/**
	 * A service in which something happens each time it is asked.
	 */
	private static final class FakeService implements Drain.Service {

		private final List<String> calls = new ArrayList<>();

		private long arriving;

		private long handoffs;

		private long handoffsAtAnnouncement;

		private int connections;

		private int idle;

		private int events;

		private boolean endsOneEachTime;

		@Override
		public void closeIntake() {
			this.calls.add("closeIntake");
		}

		@Override
		public long handoffs() {
			this.handoffs = Math.min(this.handoffs + 1, this.arriving);
			return this.handoffs;
		}

		@Override
		public void announceClose() {
			this.calls.add("announceClose");
			this.handoffsAtAnnouncement = this.handoffs;
		}

		@Override
		public void moveIdle(long patienceMillis) {
			this.calls.add("moveIdle");
		}

		@Override
		public void stopMoving() {
			this.calls.add("stopMoving");
		}

		@Override
		public void endStreams() {
			this.calls.add("endStreams");
		}

		@Override
		public void endEvents() {
			this.calls.add("endEvents");
			this.connections -= this.events;
		}

		@Override
		public void closeIdle(long idleMillis) {
			this.calls.add("closeIdle " + idleMillis);
			if (idleMillis == 0) {
				this.connections -= this.idle;
				this.idle = 0;
			}
		}

		@Override
		public int connections() {
			int current = this.connections;
			if (this.endsOneEachTime && this.connections > 0) {
				this.connections--;
			}
			return current;
		}

	}

}
