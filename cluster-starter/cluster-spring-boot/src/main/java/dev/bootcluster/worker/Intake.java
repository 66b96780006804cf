// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import dev.bootcluster.ipc.DescriptorReceiver;

/**
 * Where a worker's connections come from.
 */
interface Intake extends DescriptorReceiver {

	/**
	 * Stop taking new connections; those that have arrived are still served.
	 */
	void close();

}
