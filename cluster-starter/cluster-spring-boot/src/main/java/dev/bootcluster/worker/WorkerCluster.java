// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import dev.bootcluster.ClusterRole;
import dev.bootcluster.ipc.ClusterRequest;
import dev.bootcluster.ipc.RequestingCluster;
import org.jspecify.annotations.Nullable;

/**
 * The cluster as seen from a worker: every query and order goes to the primary.
 */
final class WorkerCluster extends RequestingCluster {

	private final PrimaryCalls primary;

	WorkerCluster(PrimaryCalls primary) {
		this.primary = primary;
	}

	@Override
	public ClusterRole role() {
		return ClusterRole.WORKER;
	}

	@Override
	protected <R> @Nullable R ask(ClusterRequest<R> request) {
		return this.primary.ask(request);
	}

}
