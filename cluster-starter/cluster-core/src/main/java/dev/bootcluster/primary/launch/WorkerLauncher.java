// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.launch;

import java.io.IOException;

/**
 * Starts worker processes.
 */
public interface WorkerLauncher {

	/**
	 * Start a worker.
	 * @param identity which worker it is
	 * @return its process
	 * @throws IOException if the process cannot be started
	 */
	WorkerProcess launch(WorkerIdentity identity) throws IOException;

}
