// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.process;

/**
 * What a child JVM is started for.
 */
public enum JvmPurpose {

	/**
	 * Runs the application or trains its class archive. It serves requests, so it runs
	 * with the options the user chose for the application.
	 */
	WORKER,

	/**
	 * Reads the application's configuration and ends.
	 */
	PLAN,

	/**
	 * Unpacks the application's jar and ends.
	 */
	EXTRACTION,

	/**
	 * Runs a task of the application's.
	 */
	FORK

}
