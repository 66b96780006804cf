// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster;

/**
 * The verdict on a reload.
 */
public enum ReloadState {

	/**
	 * Workers are being replaced.
	 */
	RUNNING,

	/**
	 * Every slot has a new worker.
	 */
	SUCCEEDED,

	/**
	 * A new worker failed; the old generation serves. After a rolling restart, slots that
	 * were not restarted keep their old workers.
	 */
	FAILED

}
