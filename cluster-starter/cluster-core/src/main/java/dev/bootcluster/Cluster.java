// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster;

import java.util.List;
import java.util.Optional;

/**
 * The cluster this JVM belongs to. The primary holds the state; a worker asks the
 * primary. Inject it to inspect or control the cluster; a standalone application has no
 * such bean.
 * <p>
 * Thread-safe. Methods that ask the primary block for at most two seconds, then throw
 * {@link ClusterException} with {@code UNAVAILABLE}.
 */
public interface Cluster {

	/**
	 * The role of this JVM.
	 * @return {@code PRIMARY} or {@code WORKER}
	 */
	ClusterRole role();

	/**
	 * The cluster as the primary sees it now.
	 * @return the cluster's state
	 */
	ClusterInfo info();

	/**
	 * What the primary has counted since it started.
	 * @return the totals
	 */
	ClusterTotals totals();

	/**
	 * Begin to replace the workers by a new generation, one at a time. Returns at once: a
	 * request that waited on a worker for the end would hold up that worker's drain.
	 * @return the reload now under way
	 * @throws ClusterException with {@code CONFLICT} if one is running
	 */
	ReloadInfo reload();

	/**
	 * Begin a trial of what a reload would bring, with one worker that serves no
	 * connections and is then removed. Returns at once.
	 * @return the reload now under way
	 * @throws ClusterException with {@code CONFLICT} if one is running
	 */
	ReloadInfo dryRun();

	/**
	 * Begin to return to the generation that served before the last reload. Returns at
	 * once.
	 * @return the reload now under way
	 * @throws ClusterException with {@code CONFLICT} if a reload is running, or if there
	 * is no generation to return to
	 */
	ReloadInfo rollBack();

	/**
	 * The current or last reload or rolling restart.
	 * @return the reload, or empty before the first
	 */
	Optional<ReloadInfo> lastReload();

	/**
	 * What happened to the cluster, as far back as the primary remembers.
	 * @return the last thousand events, newest last
	 */
	default List<ClusterEvent> events() {
		return events(0);
	}

	/**
	 * What happened after a given event.
	 * @param after the id of the last event already seen, 0 for all; an id this cluster
	 * has not issued yet stems from before a restart and also means all
	 * @return the events with greater ids, newest last
	 */
	List<ClusterEvent> events(long after);

	/**
	 * Replace a slot's worker by a new one of the same generation: the old one drains
	 * once the new one is ready.
	 * @param slot the slot
	 * @throws ClusterException with {@code NOT_FOUND} if there is no such slot, with
	 * {@code CONFLICT} during a reload
	 */
	void restart(int slot);

	/**
	 * Begin to replace all workers by new ones of the same generation, one slot at a
	 * time. Returns at once. A new worker that does not start ends the restart, and its
	 * slot keeps the old one. {@link #lastReload()} has the verdict.
	 * @return the rolling restart now under way
	 * @throws ClusterException with {@code CONFLICT} during a reload or another rolling
	 * restart
	 */
	ReloadInfo restartAll();

	/**
	 * Stop a slot's worker after a drain and leave the slot empty.
	 * @param slot the slot
	 * @throws ClusterException with {@code NOT_FOUND} if there is no such slot, with
	 * {@code CONFLICT} during a reload or if it is the last worker
	 */
	void stop(int slot);

	/**
	 * Start a worker in a stopped slot; does nothing if one is running there.
	 * @param slot the slot
	 * @throws ClusterException with {@code NOT_FOUND} if there is no such slot, with
	 * {@code CONFLICT} during a reload
	 */
	void start(int slot);

	/**
	 * Start a worker in every stopped slot.
	 * @throws ClusterException with {@code CONFLICT} during a reload
	 */
	void startAll();

	/**
	 * Distribute no more connections to a slot's worker; it stays ready and keeps the
	 * ones it has. The slot stays paused until it is resumed, even if its worker changes.
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
	 * Change the number of slots; the workers of removed slots drain.
	 * @param workers the number, written as in {@code cluster.workers}
	 * @throws ClusterException with {@code INVALID} if it cannot be read, with
	 * {@code CONFLICT} during a reload
	 */
	void scale(String workers);

	/**
	 * Change the balancing policy, for connections that come from now on. It stays until
	 * the next such order, or a reload whose configuration has another policy than the
	 * one before.
	 * @param policy the policy, written as in {@code cluster.balancing}
	 * @throws ClusterException with {@code INVALID} if there is no such policy, with
	 * {@code CONFLICT} if workers accept for themselves, or would
	 */
	void balance(String policy);

}
