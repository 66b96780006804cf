// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.fork;

import java.io.Serializable;

import org.jspecify.annotations.Nullable;

/**
 * A computation that runs in a fork, typically a record or lambda. Its fields or captured
 * variables are its input; they and the result must be serializable.
 *
 * @param <T> the type of the result
 */
@FunctionalInterface
public interface ForkTask<T extends @Nullable Object> extends Serializable {

	/**
	 * Run the computation. Called once, in the forked JVM.
	 * @param fork the connection to the process that submitted the task
	 * @return the result
	 * @throws Exception if the computation fails; it becomes the cause of the
	 * {@link ForkFailedException}
	 */
	T run(ForkContext fork) throws Exception;

}
