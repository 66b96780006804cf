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

package dev.bootcluster;

import java.util.List;
import java.util.Optional;

/**
 * The cluster this JVM belongs to. In the primary it holds the truth; in a worker it asks
 * the primary. Inject it where an application wants to see or steer its cluster; in a
 * standalone application there is no such bean.
 * <p>
 * Safe for use by any thread. Methods that ask the primary block for two seconds at most
 * and throw {@link ClusterException} with {@code UNAVAILABLE} after that.
 */
public interface Cluster {

	/**
	 * What this JVM is.
	 * @return {@code PRIMARY} or {@code WORKER}
	 */
	ClusterRole role();

	/**
	 * The cluster as its primary sees it now.
	 * @return the cluster's state
	 */
	ClusterInfo info();

	/**
	 * Begin to replace the workers by a new generation, one at a time. Returns at once: a
	 * request that waited for the end on a worker would hold that worker's drain.
	 * @return the reload that was begun
	 * @throws ClusterException with {@code CONFLICT} if one is running
	 */
	ReloadInfo reload();

	/**
	 * Begin to try what a reload would bring, with one worker that serves nobody and is
	 * removed again. Returns at once.
	 * @return the reload that was begun
	 * @throws ClusterException with {@code CONFLICT} if one is running
	 */
	ReloadInfo dryRun();

	/**
	 * Begin to return to the generation that served before the last reload. Returns at
	 * once.
	 * @return the reload that was begun
	 * @throws ClusterException with {@code CONFLICT} if a reload is running, or if there
	 * is no generation to return to
	 */
	ReloadInfo rollBack();

	/**
	 * The current or last reload, or rolling restart.
	 * @return the reload, or empty before the first
	 */
	Optional<ReloadInfo> lastReload();

	/**
	 * What happened to the cluster, as far as the primary remembers it.
	 * @return the last thousand events, newest last
	 */
	default List<ClusterEvent> events() {
		return events(0);
	}

	/**
	 * What happened since somebody asked before.
	 * @param after the id of the last event that is known already, 0 for all; one that
	 * this cluster has not given yet is from before a restart and means all, too
	 * @return the events with greater ids, newest last
	 */
	List<ClusterEvent> events(long after);

	/**
	 * Replace one slot's worker by a new one of the same generation: the old one drains
	 * once the new one is ready.
	 * @param slot the slot
	 * @throws ClusterException with {@code NOT_FOUND} if there is no such slot, with
	 * {@code CONFLICT} during a reload
	 */
	void restart(int slot);

	/**
	 * Begin to replace all workers by new ones of the same generation, one slot at a
	 * time. Returns at once; a new worker that does not start ends it, and its slot keeps
	 * the old one. {@link #lastReload()} tells its verdict.
	 * @return the rolling restart that was begun
	 * @throws ClusterException with {@code CONFLICT} during a reload or another rolling
	 * restart
	 */
	ReloadInfo restartAll();

	/**
	 * Stop one slot's worker after a drain and leave the slot empty.
	 * @param slot the slot
	 * @throws ClusterException with {@code NOT_FOUND} if there is no such slot, with
	 * {@code CONFLICT} during a reload or if it is the last worker
	 */
	void stop(int slot);

	/**
	 * Start a worker in a stopped slot; does nothing if one runs there.
	 * @param slot the slot
	 * @throws ClusterException with {@code NOT_FOUND} if there is no such slot, with
	 * {@code CONFLICT} during a reload
	 */
	void start(int slot);

	/**
	 * Start a worker in each stopped slot.
	 * @throws ClusterException with {@code CONFLICT} during a reload
	 */
	void startAll();

	/**
	 * Distribute no more connections to a slot's worker; it stays ready and keeps those
	 * it has. The slot stays paused until it is resumed, whichever worker it has.
	 * @param slot the slot
	 * @throws ClusterException with {@code NOT_FOUND} if there is no such slot, with
	 * {@code CONFLICT} during a reload, if no other worker takes connections, or if
	 * workers accept for themselves
	 */
	void pause(int slot);

	/**
	 * Distribute connections to a paused slot's worker again; does nothing if it is not
	 * paused.
	 * @param slot the slot
	 * @throws ClusterException with {@code NOT_FOUND} if there is no such slot, with
	 * {@code CONFLICT} during a reload
	 */
	void resume(int slot);

	/**
	 * Change the number of slots; slots that go are drained.
	 * @param workers the number, in the form of {@code cluster.workers}
	 * @throws ClusterException with {@code INVALID} if it cannot be read, with
	 * {@code CONFLICT} during a reload
	 */
	void scale(String workers);

}
