// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A snapshot of the cluster as the primary sees it.
 *
 * @param state how the cluster is doing
 * @param reason why it is degraded, or {@code null} if it is not
 * @param generation the generation that serves
 * @param leader the slot of the leader, 0 if there is none
 * @param primary the primary
 * @param balancing how connections are assigned to workers
 * @param workers one entry per slot, ordered by slot
 * @param lingering replaced workers that live on for their sessions
 */
public record ClusterInfo(ClusterState state, @Nullable String reason, int generation, int leader, PrimaryInfo primary,
		BalancingInfo balancing, List<WorkerInfo> workers, List<LingeringWorker> lingering) {

}
