/*
 * Copyright 2026 the Boot Cluster authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

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
