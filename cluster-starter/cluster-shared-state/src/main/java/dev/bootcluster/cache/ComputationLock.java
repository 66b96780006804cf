// SPDX-License-Identifier: Apache-2.0

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
