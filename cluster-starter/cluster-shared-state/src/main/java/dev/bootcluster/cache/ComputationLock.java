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

/**
 * The right to compute a value and store it.
 */
interface ComputationLock extends AutoCloseable {

	/**
	 * Of who computes without asking, because there is nobody to ask.
	 */
	ComputationLock NONE = new ComputationLock() {

		@Override
		public boolean isHeld() {
			return true;
		}

		@Override
		public void close() {
			// nothing is held
		}

	};

	/**
	 * If the value may still be stored. It may not when somebody has evicted it
	 * meanwhile.
	 */
	boolean isHeld();

	@Override
	void close();

}
