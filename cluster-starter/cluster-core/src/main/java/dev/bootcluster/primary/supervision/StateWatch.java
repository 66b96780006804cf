// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.supervision;

import java.util.Optional;
import java.util.function.Consumer;

import dev.bootcluster.ClusterEventType;
import dev.bootcluster.primary.fleet.EventLog;
import dev.bootcluster.primary.fleet.EventSubject;
import dev.bootcluster.primary.fleet.Fleet;
import dev.bootcluster.primary.fleet.Phase;
import dev.bootcluster.primary.fleet.WorkerHandle;
import dev.bootcluster.primary.fleet.WorkerObserver;

/**
 * Notices when the cluster becomes degraded and when it recovers.
 */
public final class StateWatch implements WorkerObserver {

	private final EventLog events;

	private final Fleet fleet;

	private final Consumer<Boolean> onHopeless;

	private boolean degraded;

	/**
	 * Create a watch.
	 * @param onHopeless told whether every worker fails, time after time
	 */
	public StateWatch(EventLog events, Fleet fleet, Consumer<Boolean> onHopeless) {
		this.onHopeless = onHopeless;
		this.events = events;
		this.fleet = fleet;
	}

	@Override
	public void exited(WorkerHandle worker) {
		check();
	}

	/**
	 * Check whether the state has changed. While the cluster is stopping, missing workers
	 * do not count, and whoever wants to know may be gone before the last of them.
	 */
	public void check() {
		if (this.fleet.phase() == Phase.STOPPING) {
			return;
		}
		this.onHopeless.accept(this.fleet.isHopeless());
		Optional<String> trouble = this.fleet.trouble();
		if (trouble.isPresent() == this.degraded) {
			return;
		}
		this.degraded = trouble.isPresent();
		if (this.degraded) {
			this.events.warn(ClusterEventType.CLUSTER_DEGRADED, EventSubject.CLUSTER,
					"Cluster is degraded: " + trouble.get());
		}
		else {
			this.events.info(ClusterEventType.CLUSTER_RECOVERED, EventSubject.CLUSTER,
					"Cluster has recovered: no slot keeps failing any more");
		}
	}

}
