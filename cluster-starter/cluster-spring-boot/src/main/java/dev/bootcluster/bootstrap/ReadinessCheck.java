// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

/**
 * Checks whether a started application can serve. Called repeatedly, on one thread, until
 * all checks say that it can.
 */
public interface ReadinessCheck {

	/**
	 * Whether the application can serve now.
	 * @return {@code true} if it can
	 */
	boolean isReady();

}
