// SPDX-License-Identifier: Apache-2.0

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
