// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary;

import dev.bootcluster.Cluster;
import dev.bootcluster.ClusterRole;
import dev.bootcluster.ipc.ClusterRequest;
import dev.bootcluster.ipc.RequestingCluster;
import org.jspecify.annotations.Nullable;

/**
 * The cluster for other threads of the primary: every question and order goes to the
 * loop.
 */
final class PrimaryCluster extends RequestingCluster {

	private final LoopCalls loop;

	private final Cluster cluster;

	PrimaryCluster(LoopCalls loop, Cluster cluster) {
		this.loop = loop;
		this.cluster = cluster;
	}

	@Override
	public ClusterRole role() {
		return ClusterRole.PRIMARY;
	}

	@Override
	protected <R> @Nullable R ask(ClusterRequest<R> request) {
		return this.loop.call(() -> request.perform(this.cluster));
	}

}
