// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.fleet;

/**
 * The replacement of all workers, under way or finished.
 */
public interface Rollout {

	/**
	 * Return whether it is still under way.
	 * @return {@code false} once it has ended
	 */
	boolean isRunning();

	/**
	 * Return whether it already has a new worker for a slot.
	 * @param slot the slot
	 * @return {@code true} from the start of the new worker until its trial is over
	 */
	boolean isReplacing(Slot slot);

}
