// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.dashboard;

import java.util.function.Supplier;

import dev.bootcluster.Cluster;
import dev.bootcluster.ipc.History;

/**
 * Where the dashboard has from what it shows.
 *
 * @param cluster the cluster
 * @param description the cluster as its endpoint describes it
 * @param history the last minutes
 * @param logs whether what workers print is shown
 */
public record DashboardSource(Cluster cluster, Supplier<Object> description, History history, boolean logs) {

}
