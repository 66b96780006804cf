// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.bootcluster.ipc.HandoffCode;
import dev.bootcluster.ipc.Ipc;
import dev.bootcluster.ipc.LoadReport;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the weight of a {@link WorkerLink} as {@link WorkerLinks} admits it, for its
 * load and for what is counted of it.
 */
class WorkerLinkTests {

	static {
		// Loads the native code, which a channel alone does not do.
		Epoll.ensureAvailability();
	}

	private final Admitted admitted = new Admitted();

	private final EpollDomainSocketChannel channel = new EpollDomainSocketChannel();

	private long seconds = -1000;

	private WorkerLinks links = links(Duration.ofSeconds(100));

	@AfterEach
	void close() {
		this.channel.unsafe().closeForcibly();
	}

	@Test
	void weightGrowsFromATenthToOneAndStaysThere() {
		WorkerLink link = admit();
		assertThat(link.weight()).isEqualTo(0.1);
		this.seconds += 10;
		assertThat(link.weight()).isEqualTo(0.1);
		this.seconds += 40;
		assertThat(link.weight()).isEqualTo(0.5);
		this.seconds += 49;
		assertThat(link.weight()).isEqualTo(0.99);
		this.seconds += 1;
		assertThat(link.weight()).isEqualTo(1);
		this.seconds += TimeUnit.DAYS.toSeconds(1000);
		assertThat(link.weight()).isEqualTo(1);
	}

	@Test
	void weightIsFullAtOnceWithoutSlowStart() {
		this.links = links(Duration.ZERO);
		assertThat(admit().weight()).isEqualTo(1);
	}

	@Test
	void slowStartMayTakeLongerThanALongHasNanoseconds() {
		this.links = links(Duration.ofSeconds(Long.MAX_VALUE));
		assertThat(admit().weight()).isEqualTo(0.1);
	}

	@Test
	void timeBeforeTheWorkerIsReadyDoesNotCount() {
		this.links.expect(1, 1);
		this.links.connected(1, Ipc.MAIN_PORT, this.channel);
		this.seconds += 50;
		this.links.admit(1);
		assertThat(this.admitted.only().weight()).isEqualTo(0.1);
	}

	@Test
	void timeBeforeTheWorkerHasAChannelDoesNotCount() {
		this.links.expect(1, 1);
		this.links.admit(1);
		this.seconds += 50;
		this.links.connected(1, Ipc.MAIN_PORT, this.channel);
		assertThat(this.admitted.only().weight()).isEqualTo(0.1);
	}

	@Test
	void workerThatWasPausedIsNotNewAgain() {
		admit();
		this.seconds += 100;
		this.links.release(1);
		this.links.admit(1);
		assertThat(this.admitted.only().weight()).isEqualTo(1);
	}

	@Test
	void loadIsWhatWasReportedAndWhatWasTakenSince() {
		WorkerLink link = admit();
		link.taken();
		assertThat(link.connections()).isEqualTo(1);
		link.load().reported(new LoadReport(7, 3, 2, 1500));
		assertThat(link.connections()).isEqualTo(7);
		assertThat(link.inFlight()).isEqualTo(3);
		assertThat(link.responseNanos()).isEqualTo(1_500_000);
		link.taken();
		link.taken();
		assertThat(link.connections()).isEqualTo(9);
		assertThat(link.inFlight()).isEqualTo(5);
		link.load().reported(new LoadReport(9, 4, 0, 0));
		assertThat(link.connections()).isEqualTo(9);
		assertThat(link.responseNanos()).as("nothing new").isEqualTo(1_500_000);
		link.load().forget();
		assertThat(link.connections()).isZero();
		assertThat(link.inFlight()).isZero();
		assertThat(link.responseNanos()).isZero();
	}

	@Test
	void slowWorkerIsTriedAgainOnceItHasBeenIdle() {
		WorkerLink link = admit();
		link.load().reported(new LoadReport(1, 1, 1, 2_000_000));
		this.seconds += 60;
		assertThat(link.responseNanos()).as("while it has something to do").isEqualTo(2_000_000_000);
		link.load().reported(new LoadReport(1, 0, 0, 0));
		assertThat(link.responseNanos()).isBetween(1L, 20_000_000L);
	}

	@Test
	void recentConnectionsAreCountedAnewWhenTheWorkersThatGetThemChange() {
		WorkerLink link = admit();
		link.taken();
		link.taken();
		link.tally().refused();
		link.tally().migratedIn();
		link.tally().migratedOut();
		assertThat(this.links.handoffs()).containsOnly(Map.entry(1L, new WorkerHandoffs(2, 1, 1, 1, 2, true)));
		this.links.expect(2, 2);
		assertThat(this.links.handoffs().get(1L).recent()).isEqualTo(2);
		this.links.admit(2);
		assertThat(this.links.handoffs().get(1L)).isEqualTo(new WorkerHandoffs(2, 1, 1, 1, 0, true));
		link.taken();
		this.links.release(2);
		assertThat(this.links.handoffs().get(1L).recent()).isZero();
		assertThat(this.links.handoffs().get(2L).admitted()).isFalse();
		this.links.forget(2);
		assertThat(this.links.handoffs()).containsOnlyKeys(1L);
	}

	private WorkerLink admit() {
		this.links.expect(1, 1);
		this.links.connected(1, Ipc.MAIN_PORT, this.channel);
		this.links.admit(1);
		return this.admitted.only();
	}

	private WorkerLinks links(Duration slowStart) {
		return new WorkerLinks((port) -> this.admitted,
				new SlowStart(slowStart, () -> TimeUnit.SECONDS.toNanos(this.seconds)));
	}

	/**
	 * The workers that get connections.
	 */
	private static final class Admitted implements Intake {

		private final List<WorkerLink> links = new ArrayList<>();

		WorkerLink only() {
			assertThat(this.links).hasSize(1);
			return this.links.get(0);
		}

		@Override
		public void add(WorkerLink link) {
			this.links.add(link);
		}

		@Override
		public void remove(WorkerLink link) {
			this.links.remove(link);
		}

		@Override
		public void answered(WorkerLink link, HandoffCode code) {
			throw new AssertionError("Nothing is sent to these workers");
		}

		@Override
		public void lost(WorkerLink link) {
			throw new AssertionError("Nothing is sent to these workers");
		}

		@Override
		public void hopeless(boolean hopeless) {
			throw new AssertionError("Nothing is sent to these workers");
		}

		@Override
		public void close() {
			throw new AssertionError("Nothing is sent to these workers");
		}

		@Override
		public HandoffStats stats() {
			throw new AssertionError("Nothing is sent to these workers");
		}

	}

}
