// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.fleet;

/**
 * The phase of a cluster's life.
 */
public enum Phase {

	/**
	 * No worker has served yet: a worker that does not start now never will.
	 */
	BOOTING,

	/**
	 * Workers that die are replaced.
	 */
	RUNNING,

	/**
	 * All workers drain and no more are started.
	 */
	STOPPING

}
