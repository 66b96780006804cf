// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

/**
 * Checks whether a started application can serve. Called repeatedly until it can.
 */
public interface ReadinessCheck {

	/**
	 * Whether the application can serve now.
	 * @return {@code true} if it can
	 */
	boolean isReady();

}
