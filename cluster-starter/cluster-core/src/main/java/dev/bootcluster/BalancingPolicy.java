// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster;

/**
 * How connections are assigned to workers.
 */
public enum BalancingPolicy {

	/**
	 * The primary accepts every connection and hands it to the next worker in turn.
	 */
	ROUND_ROBIN,

	/**
	 * Every request goes to the worker that has its session in memory. With TLS, every
	 * connection of a client's address goes to the same worker.
	 */
	STICKY,

	/**
	 * Workers accept for themselves from one shared listening socket; the kernel decides
	 * which one gets a connection.
	 */
	SHARED

}
