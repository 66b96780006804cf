// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What the primary has counted since it started. None of it ever falls, whatever becomes
 * of the workers.
 *
 * @param handoffs connections that workers acknowledged; 0 if workers accept for
 * themselves
 * @param handoffTime the time from the acceptance of those connections to the
 * acknowledgement, all together
 * @param refused connections that no worker could take in time
 * @param exits workers that have ended, by cause; those that the cluster itself replaces
 * are among them
 * @param rollouts reloads and rolling restarts that have ended, without dry runs
 */
public record ClusterTotals(long handoffs, Duration handoffTime, long refused, Map<ExitCause, Long> exits,
		List<RolloutTotal> rollouts) {

	/**
	 * Reloads or rolling restarts with the same verdict.
	 *
	 * @param kind why workers were replaced
	 * @param outcome the verdict
	 * @param count how many
	 * @param time how long they took, all together
	 */
	public record RolloutTotal(ReloadInfo.Kind kind, ReloadState outcome, long count, Duration time) {

	}

}
