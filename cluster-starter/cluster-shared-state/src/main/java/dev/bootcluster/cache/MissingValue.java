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

import org.jspecify.annotations.Nullable;

/**
 * A serialized value that was not found in a cache.
 */
interface MissingValue {

	String cache();

	byte[] key();

	/**
	 * Look for it again.
	 * @return the value, or {@code null} if nobody has stored it meanwhile
	 */
	byte @Nullable [] find();

	/**
	 * Compute it.
	 * @return the value
	 * @throws RuntimeException as the application does
	 */
	byte[] compute();

	/**
	 * Store it for all workers.
	 * @param value the computed value
	 */
	void store(byte[] value);

}
