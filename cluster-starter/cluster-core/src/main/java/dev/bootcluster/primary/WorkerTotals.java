// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary;

import java.util.EnumMap;
import java.util.Map;

import dev.bootcluster.ExitCause;
import dev.bootcluster.WorkerExit;
import dev.bootcluster.primary.fleet.WorkerHandle;
import dev.bootcluster.primary.fleet.WorkerObserver;

/**
 * Counts how workers have ended. Slots do so too, but may be removed.
 */
final class WorkerTotals implements WorkerObserver {

	private final Map<ExitCause, Long> exits = new EnumMap<>(ExitCause.class);

	@Override
	public void exited(WorkerHandle worker) {
		WorkerExit exit = worker.exit();
		if (exit != null) {
			this.exits.merge(exit.cause(), 1L, Long::sum);
		}
	}

	Map<ExitCause, Long> exits() {
		return Map.copyOf(this.exits);
	}

}
