// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.leader;

/**
 * Leadership that notifies of changes.
 */
interface Election extends ClusterLeadership {

	/**
	 * Notify a listener of every change from now on.
	 * @param listener called on the election's own thread, after the application's
	 * listeners
	 */
	void onChange(Runnable listener);

}
