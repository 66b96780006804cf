// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

/**
 * The files with what workers have counted. They outlive workers and reloads, and go with
 * the cluster.
 */
public final class MeterFiles {

	/**
	 * The directory of all such files, within the cluster's directory.
	 */
	public static final String DIRECTORY = "metrics";

	private MeterFiles() {
	}

}
