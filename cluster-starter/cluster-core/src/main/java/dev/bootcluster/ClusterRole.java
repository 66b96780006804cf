// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster;

/**
 * The role of a JVM in the cluster.
 */
public enum ClusterRole {

	/**
	 * Owns the listening port and supervises the workers; runs no application.
	 */
	PRIMARY,

	/**
	 * Runs the application and serves the connections the primary hands over.
	 */
	WORKER,

	/**
	 * Clustering is off or impossible: a plain Spring Boot application.
	 */
	STANDALONE

}
