// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cache;

/**
 * The right to compute a value and store it.
 */
interface ComputationLock extends AutoCloseable {

	/**
	 * A lock that is always held, for when Redis is unavailable or another worker takes
	 * too long.
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
	 * Whether the value may still be stored. It may not if it has been evicted meanwhile.
	 */
	boolean isHeld();

	@Override
	void close();

}
