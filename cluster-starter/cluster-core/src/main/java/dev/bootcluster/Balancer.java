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

package dev.bootcluster;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Chooses the worker for the next connection. Called for every connection, always on the
 * same thread of the primary, so an implementation must neither block nor allocate much;
 * it may keep state without synchronization.
 */
public interface Balancer {

	/**
	 * Choose one of the candidates.
	 * @param <C> the type of candidate
	 * @param candidates all ready workers, ordered by slot and number; the list is only
	 * valid during the call
	 * @return an available candidate, or {@code null} to let the connection wait
	 */
	<C extends Candidate> @Nullable C choose(List<C> candidates);

	/**
	 * A ready worker as a balancer sees it.
	 */
	interface Candidate {

		/**
		 * The worker's slot, from 1.
		 * @return the slot
		 */
		int slot();

		/**
		 * The worker's own number: during a reload a slot may have two serving workers.
		 * @return a number unique in the cluster, higher for newer workers
		 */
		long number();

		/**
		 * Whether the worker can take another connection now.
		 * @return {@code false} while its credit is used up or after it refused a
		 * connection
		 */
		boolean isAvailable();

		/**
		 * The share of turns the worker takes, relative to a long-serving one.
		 * @return a value above 0 and at most 1 that never decreases
		 */
		double weight();

	}

}
