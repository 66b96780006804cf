// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster;

/**
 * Whether workers start from an archive of their classes.
 */
public enum ClassArchiving {

	/**
	 * An archive is trained in the background if the JVM and its options allow it.
	 */
	AUTO,

	/**
	 * No archive.
	 */
	OFF

}
