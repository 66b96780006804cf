// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.checks;

/**
 * What a finding of a check means.
 */
public enum CheckLevel {

	/**
	 * Nothing: the check is not made.
	 */
	OFF,

	/**
	 * It is good to know.
	 */
	INFO,

	/**
	 * The application may not do what it does in one process.
	 */
	WARN,

	/**
	 * The application must not start.
	 */
	FAIL

}
