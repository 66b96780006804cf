// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster;

/**
 * Where sessions and caches live.
 */
public enum SharedState {

	/**
	 * In Redis, so that any worker can answer any request.
	 */
	REDIS,

	/**
	 * In each worker's own memory: for applications that keep neither sessions nor
	 * caches.
	 */
	NONE

}
