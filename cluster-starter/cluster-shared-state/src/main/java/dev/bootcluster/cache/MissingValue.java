// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cache;

import org.jspecify.annotations.Nullable;

/**
 * A serialized value that was not found in a cache.
 */
interface MissingValue {

	String cache();

	byte[] key();

	/**
	 * Look for it again.
	 * @return the value, or {@code null} if it has not been stored meanwhile
	 */
	byte @Nullable [] find();

	/**
	 * Compute it.
	 * @return the value
	 * @throws UnstorableValueException if it cannot be stored
	 * @throws RuntimeException whatever the application throws
	 */
	byte[] compute();

	/**
	 * Store it for all workers.
	 * @param value the computed value
	 */
	void store(byte[] value);

}
