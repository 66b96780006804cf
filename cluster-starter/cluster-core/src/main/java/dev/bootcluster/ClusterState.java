// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster;

/**
 * How the cluster as a whole is doing.
 */
public enum ClusterState {

	/**
	 * Every slot that should have a ready worker has one, or is about to.
	 */
	STABLE,

	/**
	 * A reload or a rolling restart is replacing the workers.
	 */
	RELOADING,

	/**
	 * Serving with fewer workers than wanted because some keep failing.
	 */
	DEGRADED

}
