// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

import dev.bootcluster.ipc.ConnectionNote;
import dev.bootcluster.ipc.HandoffCode;
import io.netty.channel.unix.FileDescriptor;

/**
 * What a balancing policy does with ready workers. Everything happens on one event loop.
 */
interface Intake {

	/**
	 * A worker is ready.
	 */
	void add(WorkerLink link);

	/**
	 * A worker gets no more connections but those whose session it has.
	 */
	default void linger(WorkerLink link) {
		remove(link);
	}

	/**
	 * A worker gets no more connections.
	 */
	void remove(WorkerLink link);

	/**
	 * A worker answered a connection it was sent.
	 */
	void answered(WorkerLink link, HandoffCode code);

	/**
	 * A worker's channel closed.
	 */
	void lost(WorkerLink link);

	/**
	 * A worker can be sent connections again.
	 */
	default void unblocked() {
	}

	/**
	 * Return whether a worker may give a connection back now.
	 * @param note what travels with it
	 * @param launch the worker's launch number
	 */
	default boolean takesBack(ConnectionNote note, long launch) {
		return false;
	}

	/**
	 * A worker gave a connection back.
	 * @param connection the connection, which belongs to the intake from now on
	 * @param note what travels with it
	 * @param launch the worker's launch number
	 */
	default void returned(FileDescriptor connection, ConnectionNote note, long launch) {
		throw new IllegalStateException("Connections of this port cannot be given back");
	}

	/**
	 * Whether no worker can be expected to become ready soon.
	 */
	void hopeless(boolean hopeless);

	/**
	 * Whether workers are bounded in what they execute.
	 */
	default void bounded(boolean bounded) {
		// Connections that nobody takes are the kernel's.
	}

	/**
	 * Accept no more connections for workers.
	 */
	void close();

	/**
	 * Return the intake's figures; may be called on any thread.
	 */
	HandoffStats stats();

}
