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
