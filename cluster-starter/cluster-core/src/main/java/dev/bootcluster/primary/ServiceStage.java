// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary;

/**
 * What the service manager has been told that the cluster is doing.
 */
enum ServiceStage {

	/**
	 * Nothing yet.
	 */
	STARTING,

	/**
	 * It is ready.
	 */
	SERVING,

	/**
	 * It is ready and replaces its workers.
	 */
	RELOADING,

	/**
	 * It drains its workers and ends.
	 */
	STOPPING

}
