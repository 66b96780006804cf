// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.reload;

import java.time.Duration;
import java.util.List;

import dev.bootcluster.primary.fleet.Purpose;
import dev.bootcluster.primary.fleet.Slot;
import dev.bootcluster.primary.fleet.WorkerHandle;
import org.jspecify.annotations.Nullable;

/**
 * The actions a {@link Reload} needs.
 */
interface ReloadActions {

	/**
	 * Start a new worker that gets no connections yet.
	 * @param slot the slot it will take over, {@code null} if none
	 * @param purpose told what happens to it
	 */
	WorkerHandle start(@Nullable Slot slot, int generation, Duration bootTimeout, Purpose purpose);

	/**
	 * Give connections to a worker beside those already serving.
	 */
	void admit(WorkerHandle worker);

	/**
	 * Return the workers of a generation that serve now.
	 */
	List<WorkerHandle> serving(int generation);

	/**
	 * Let a worker take over its slot, and drain the previous one.
	 * @param purpose told when the previous one is gone
	 * @return the previous one, {@code null} if there is none to wait for
	 */
	@Nullable WorkerHandle takeOver(Slot slot, WorkerHandle worker, Duration drainTimeout, Purpose purpose);

	/**
	 * End a worker that has not taken over its slot.
	 */
	void remove(WorkerHandle worker, String because);

	/**
	 * Make sure a slot gets a worker of the given generation again.
	 * @param purpose told when it has taken over or is gone
	 * @return the worker that is starting
	 */
	WorkerHandle restore(Slot slot, int generation, Purpose purpose);

	/**
	 * The reload is over.
	 * @param committed whether its generation serves from now on
	 */
	void ended(int generation, boolean committed);

	/**
	 * Run an action later.
	 * @return cancels the action
	 */
	Runnable schedule(Duration delay, Runnable action);

}
