// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import dev.bootcluster.ipc.SessionRoute;

/**
 * Sends connections of this worker to another one.
 */
@FunctionalInterface
interface ConnectionMove {

	/**
	 * Send a connection on, between two requests. Called by the thread that owns it.
	 * @param connection the connection
	 * @param route where the session of its next request lives, {@link SessionRoute#NONE}
	 * if any other worker will do
	 * @param read what was read of that request
	 * @return {@code true} if the connection is no longer this worker's, {@code false} if
	 * it cannot be sent on and stays as it is
	 */
	boolean move(HandedConnection connection, SessionRoute route, byte[] read);

}
