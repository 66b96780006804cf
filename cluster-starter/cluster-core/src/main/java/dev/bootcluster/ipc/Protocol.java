// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

/**
 * What the primary and the JVMs it starts must agree on, even when a reload has brought
 * another version of Boot Cluster: the messages on the control and handoff channels, the
 * options of a launch, and the files of a generation.
 */
public final class Protocol {

	/**
	 * Raised with every change that other versions would not understand.
	 */
	public static final int VERSION = 9;

	private Protocol() {
	}

}
