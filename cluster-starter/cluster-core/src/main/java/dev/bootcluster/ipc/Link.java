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
 * The primary as the features of a worker see it. Safe for use by any thread.
 */
public interface Link {

	/**
	 * The most letters that may be on their way in each direction.
	 */
	int WINDOW = 128;

	/**
	 * The longest JSON that a message may carry, in bytes: as a text within the message's
	 * own JSON it may grow twofold, and a longer frame would end the channel.
	 */
	int MAX_TEXT = 1024 * 1024;

	/**
	 * This worker.
	 * @return its slot, from 1; 0 if it has none
	 */
	int slot();

	/**
	 * Tell the primary something.
	 * @param message the message
	 */
	void send(FromWorker message);

	/**
	 * Ask the primary something and wait for its answer, two seconds at most.
	 * @param <R> the type of the answer
	 * @param request what is asked
	 * @return the answer, {@code null} if there is none
	 * @throws dev.bootcluster.ClusterException if the primary refuses or does not answer
	 */
	<R> @Nullable R ask(CollaborationRequest<R> request);

	/**
	 * Hear messages of a type. What came before is lost.
	 * @param <M> the type
	 * @param type the type
	 * @param listener hears them on the channel's thread, which it must not hold up;
	 * replaces the type's listener before it
	 */
	<M extends FromPrimary> void on(Class<M> type, Consumer<M> listener);

}
