// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.reload;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.bootcluster.ClusterTotals.RolloutTotal;
import dev.bootcluster.ReloadInfo;

/**
 * Counts how reloads and rolling restarts have ended.
 */
final class RolloutTotals {

	private final List<RolloutTotal> totals = new ArrayList<>();

	/**
	 * One has ended. A dry run has replaced nothing.
	 */
	void ended(ReloadInfo reload, Duration time) {
		if (reload.dryRun()) {
			return;
		}
		RolloutTotal total = new RolloutTotal(reload.kind(), reload.state(), 1, time);
		for (int i = 0; i < this.totals.size(); i++) {
			RolloutTotal known = this.totals.get(i);
			if (known.kind() == total.kind() && known.outcome() == total.outcome()) {
				this.totals.set(i,
						new RolloutTotal(known.kind(), known.outcome(), known.count() + 1, known.time().plus(time)));
				return;
			}
		}
		this.totals.add(total);
	}

	List<RolloutTotal> all() {
		return List.copyOf(this.totals);
	}

}
