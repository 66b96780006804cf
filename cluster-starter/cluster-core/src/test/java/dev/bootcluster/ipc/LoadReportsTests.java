// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link LoadReports} and {@link LoadReport}.
 */
class LoadReportsTests {

	private final EmbeddedChannel channel = new EmbeddedChannel();

	private final LoadReports reports = new LoadReports(this.channel);

	private LoadReport load = new LoadReport(0, 0, 0, 0);

	@BeforeEach
	void stopTheClock() {
		this.channel.freezeTime();
	}

	@Test
	void nothingIsReportedUnlessItIsWanted() {
		this.reports.changed();
		pass(LoadReports.INTERVAL);
		assertThat(reported()).isEmpty();
		this.reports.of(() -> this.load);
		pass(0);
		assertThat(reported()).as("at once").containsExactly(this.load);
		this.reports.of(null);
		becomes(new LoadReport(1, 1, 1, 1));
		pass(LoadReports.INTERVAL);
		assertThat(reported()).isEmpty();
	}

	@Test
	void manyChangesAreOneReport() {
		begin();
		for (int i = 1; i <= 100; i++) {
			becomes(new LoadReport(i, 1, 0, 0));
		}
		pass(LoadReports.INTERVAL - 1);
		assertThat(reported()).isEmpty();
		pass(1);
		assertThat(reported()).containsExactly(new LoadReport(100, 1, 0, 0));
		pass(10 * LoadReports.INTERVAL);
		assertThat(reported()).as("without a change").isEmpty();
	}

	@Test
	void connectionThatCameAndWentIsReportedGone() {
		begin();
		becomes(this.load);
		pass(LoadReports.INTERVAL);
		assertThat(reported()).containsExactly(this.load);
	}

	@Test
	void primaryThatDoesNotReadIsToldLater() {
		begin();
		this.channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
		becomes(new LoadReport(3, 1, 2, 700));
		pass(LoadReports.INTERVAL);
		pass(LoadReports.INTERVAL);
		assertThat(reported()).isEmpty();
		this.channel.unsafe().outboundBuffer().setUserDefinedWritability(1, true);
		pass(LoadReports.INTERVAL);
		assertThat(reported()).containsExactly(new LoadReport(3, 1, 2, 700));
	}

	@Test
	void nothingIsReportedOnAClosedChannel() {
		begin();
		becomes(new LoadReport(3, 1, 2, 700));
		this.channel.close();
		pass(LoadReports.INTERVAL);
		assertThat(reported()).isEmpty();
	}

	@Test
	void loadIsNeverNegative() {
		assertThatIllegalArgumentException().isThrownBy(() -> new LoadReport(0, -1, 0, 0));
	}

	private void begin() {
		this.reports.of(() -> this.load);
		pass(0);
		reported();
	}

	private void becomes(LoadReport load) {
		this.load = load;
		this.reports.changed();
	}

	private void pass(long millis) {
		this.channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
		this.channel.runPendingTasks();
		this.channel.runScheduledPendingTasks();
	}

	private List<LoadReport> reported() {
		List<LoadReport> reported = new ArrayList<>();
		ByteBuf bytes;
		while ((bytes = this.channel.readOutbound()) != null) {
			assertThat(HandoffCode.of(bytes.readByte())).isSameAs(HandoffCode.LOAD);
			reported.add(LoadReport.read(bytes));
			assertThat(bytes.isReadable()).isFalse();
			bytes.release();
		}
		return reported;
	}

}
