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

package dev.bootcluster.primary.reload;

import dev.bootcluster.primary.fleet.WorkerHandle;
import dev.bootcluster.primary.fleet.Purpose;
import dev.bootcluster.primary.fleet.Slot;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a {@link Reload} needs done.
 */
interface ReloadActions {

	/**
	 * Start a new worker that gets no connections yet.
	 * @param slot the slot it is to take over, {@code null} if none
	 * @param purpose told what becomes of it
	 */
	WorkerHandle start(@Nullable Slot slot, int generation, Duration bootTimeout, Purpose purpose);

	/**
	 * Give connections to a worker beside those that serve.
	 */
	void admit(WorkerHandle worker);

	/**
	 * The workers of a generation that serve now.
	 */
	List<WorkerHandle> serving(int generation);

	/**
	 * A worker is its slot's from now on, and the one before drains.
	 * @param purpose told when the one before is gone
	 * @return the one before, {@code null} if there is none to wait for
	 */
	@Nullable WorkerHandle takeOver(Slot slot, WorkerHandle worker, Duration drainTimeout, Purpose purpose);

	/**
	 * End a worker that has not taken over.
	 */
	void remove(WorkerHandle worker, String because);

	/**
	 * See that a slot gets a worker of a generation again.
	 * @param purpose told when it has taken over, or is gone
	 * @return the worker that starts for it
	 */
	WorkerHandle restore(Slot slot, int generation, Purpose purpose);

	/**
	 * The reload is over.
	 * @param committed whether its generation serves from now on
	 */
	void ended(int generation, boolean committed);

	/**
	 * Do something later.
	 * @return cancels it
	 */
	Runnable schedule(Duration delay, Runnable action);

}
