// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cache;

import java.util.Optional;

/**
 * Locks shared by the cluster, one for each missing value, held by the worker that
 * computes it.
 */
interface ComputationLocks {

	/**
	 * Try to get the right to compute a value.
	 * @param key the value's key
	 * @return the lock, or empty if another worker holds it
	 */
	Optional<ComputationLock> tryLock(byte[] key);

	/**
	 * Prevent a value that is being computed from being stored, because its source has
	 * changed.
	 * @param key the value's key
	 */
	void revoke(byte[] key);

}
