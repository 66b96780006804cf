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

package dev.bootcluster.generation;

import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The generations that may be needed.
 */
public interface Generations {

	/**
	 * Return a prepared generation.
	 * @param number its number
	 * @return the generation
	 */
	Generation get(int number);

	/**
	 * Pin what is on disk now. Takes seconds; runs on a thread of its own.
	 * @param number the new generation's number
	 * @return completes with the generation, or exceptionally with a
	 * {@link GenerationException} if it cannot be started
	 */
	CompletableFuture<Generation> prepare(int number);

	/**
	 * Restore the code of a generation if it was deleted or changed. Takes seconds; runs
	 * on a thread of its own.
	 * @param number the generation's number
	 */
	void restore(int number);

	/**
	 * Forget all generations but the given ones and free their disk space.
	 * @param numbers the generations still needed
	 */
	void retain(Set<Integer> numbers);

}
