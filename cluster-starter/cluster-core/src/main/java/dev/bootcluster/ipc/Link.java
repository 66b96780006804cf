// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * The primary as seen by a worker's features. Thread-safe.
 */
public interface Link {

	/**
	 * The maximum number of letters in transit in each direction.
	 */
	int WINDOW = 128;

	/**
	 * The longest JSON a message may carry, in bytes: embedded as text in the message's
	 * own JSON it may double, and a longer frame would close the channel.
	 */
	int MAX_TEXT = 1024 * 1024;

	/**
	 * Return this worker's slot.
	 * @return the slot, from 1; 0 if it has none
	 */
	int slot();

	/**
	 * Send the primary a message.
	 * @param message the message
	 */
	void send(FromWorker message);

	/**
	 * Ask the primary and wait for its answer, for at most two seconds.
	 * @param <R> the type of the answer
	 * @param request the request
	 * @return the answer, {@code null} if there is none
	 * @throws dev.bootcluster.ClusterException if the primary refuses or does not answer
	 */
	<R> @Nullable R ask(CollaborationRequest<R> request);

	/**
	 * Listen to messages of a type. Earlier messages are lost.
	 * @param <M> the type
	 * @param type the type
	 * @param listener called on the channel's thread, which it must not block; replaces
	 * the previous listener of that type
	 */
	<M extends FromPrimary> void on(Class<M> type, Consumer<M> listener);

}
