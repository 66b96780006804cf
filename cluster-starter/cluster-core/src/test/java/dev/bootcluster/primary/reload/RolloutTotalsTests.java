// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.reload;

import java.time.Duration;
import java.util.List;

import dev.bootcluster.ClusterTotals.RolloutTotal;
import dev.bootcluster.ReloadInfo;
import dev.bootcluster.ReloadInfo.Kind;
import dev.bootcluster.ReloadState;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RolloutTotals}.
 */
class RolloutTotalsTests {

	private final RolloutTotals totals = new RolloutTotals();

	@Test
	void sameVerdictsAreAddedUp() {
		ended(Kind.RELOAD, ReloadState.SUCCEEDED, false, 1);
		ended(Kind.RESTART, ReloadState.SUCCEEDED, false, 2);
		ended(Kind.RELOAD, ReloadState.FAILED, false, 3);
		ended(Kind.RELOAD, ReloadState.SUCCEEDED, false, 4);
		assertThat(this.totals.all()).containsExactly(
				new RolloutTotal(Kind.RELOAD, ReloadState.SUCCEEDED, 2, Duration.ofSeconds(5)),
				new RolloutTotal(Kind.RESTART, ReloadState.SUCCEEDED, 1, Duration.ofSeconds(2)),
				new RolloutTotal(Kind.RELOAD, ReloadState.FAILED, 1, Duration.ofSeconds(3)));
	}

	@Test
	void dryRunsDoNotCount() {
		ended(Kind.RELOAD, ReloadState.SUCCEEDED, true, 1);
		assertThat(this.totals.all()).isEmpty();
	}

	private void ended(Kind kind, ReloadState state, boolean dryRun, int seconds) {
		this.totals.ended(new ReloadInfo(1, kind, state, 2, dryRun, List.of(), null, List.of()),
				Duration.ofSeconds(seconds));
	}

}
