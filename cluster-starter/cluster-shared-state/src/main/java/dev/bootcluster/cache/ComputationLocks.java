// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cache;

import java.util.Optional;

/**
 * Locks that the cluster shares, one for each missing value, of the worker that computes
 * it.
 */
interface ComputationLocks {

	/**
	 * Try to become the one who computes a value.
	 * @param key the value's key
	 * @return the lock, or nothing if somebody else computes
	 */
	Optional<ComputationLock> tryLock(byte[] key);

	/**
	 * Let whoever computes a value now not store it: what it is made of has changed.
	 * @param key the value's key
	 */
	void revoke(byte[] key);

}
