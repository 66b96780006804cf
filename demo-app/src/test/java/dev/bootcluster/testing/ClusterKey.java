// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.testing;

import java.util.List;

/**
 * What makes two clusters equal.
 *
 * @param workers the number of their workers
 * @param args their other arguments
 */
record ClusterKey(int workers, List<String> args) {

	static ClusterKey of(SharedCluster cluster) {
		return new ClusterKey(cluster.workers(), List.of(cluster.args()));
	}

	@Override
	public String toString() {
		return "%d workers %s".formatted(this.workers, this.args);
	}

}
