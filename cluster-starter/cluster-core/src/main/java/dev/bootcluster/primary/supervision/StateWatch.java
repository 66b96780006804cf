/*
 * Copyright 2026 the Boot Cluster authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package dev.bootcluster.primary.supervision;

import dev.bootcluster.primary.fleet.WorkerHandle;
import dev.bootcluster.primary.fleet.EventLog;
import dev.bootcluster.primary.fleet.Phase;
import dev.bootcluster.primary.fleet.Fleet;
import dev.bootcluster.primary.fleet.WorkerObserver;
import dev.bootcluster.primary.fleet.EventSubject;
import java.util.Optional;

import dev.bootcluster.ClusterEventType;

/**
 * Notices when the cluster becomes degraded and when it recovers.
 */
public final class StateWatch implements WorkerObserver {

	private final EventLog events;

	private final Fleet fleet;

	private boolean degraded;

	public StateWatch(EventLog events, Fleet fleet) {
		this.events = events;
		this.fleet = fleet;
	}

	@Override
	public void exited(WorkerHandle worker) {
		check();
	}

	/**
	 * Check whether the state has changed. While the cluster is stopping, missing workers
	 * do not count.
	 */
	public void check() {
		Optional<String> trouble = this.fleet.trouble();
		if (this.fleet.phase() == Phase.STOPPING || trouble.isPresent() == this.degraded) {
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
