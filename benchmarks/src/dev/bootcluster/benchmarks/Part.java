// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.benchmarks;

/**
 * One of the things that are compared.
 */
enum Part {

	/**
	 * Requests on connections that stay open.
	 */
	KEEPALIVE,

	/**
	 * Requests that each open a connection.
	 */
	NEW,

	/**
	 * Time from the start of the processes until all of them answer.
	 */
	START,

	/**
	 * Memory of all processes.
	 */
	MEMORY

}
