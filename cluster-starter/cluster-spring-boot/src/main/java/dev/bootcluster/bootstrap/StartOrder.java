// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

/**
 * In which order a cluster starts its first workers.
 */
public enum StartOrder {

	/**
	 * One first if the start of the application seems to change a database or has
	 * something to do once, otherwise all at once.
	 */
	AUTO,

	/**
	 * One, and the others once it serves.
	 */
	ONE_FIRST,

	/**
	 * All at once.
	 */
	TOGETHER

}
