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

/**
 * What can happen to a cluster. More will come: a {@code switch} needs a {@code default}.
 */
public enum ClusterEventType {

	/**
	 * A worker's process was started.
	 */
	WORKER_STARTING,

	/**
	 * The operating system refused to start a worker's process.
	 */
	WORKER_NOT_STARTED,

	/**
	 * A worker said that it can serve.
	 */
	WORKER_READY,

	/**
	 * A worker gets nothing new and finishes what it has.
	 */
	WORKER_DRAINING,

	/**
	 * The primary kills a worker that did not do what it had to in time.
	 */
	WORKER_KILLED,

	/**
	 * A worker's process ended, wanted or not.
	 */
	WORKER_EXITED,

	/**
	 * A slot fails again and again: its next worker is started after a wait.
	 */
	SLOT_WAITING,

	/**
	 * The workers of a slot keep dying: it is tried seldom from now on.
	 */
	CRASH_LOOP_STARTED,

	/**
	 * A slot's worker has served long enough to say that its crash loop is over.
	 */
	CRASH_LOOP_ENDED,

	/**
	 * A worker completes nothing while work waits, or gives no sign of life. What its
	 * threads do is written down, then it is stopped.
	 */
	WORKER_HUNG,

	/**
	 * A worker reached a limit and is about to be replaced.
	 */
	WORKER_RECYCLED,

	/**
	 * A spare worker gets connections from now on, in place of one that failed.
	 */
	WORKER_PROMOTED,

	/**
	 * A worker leads from now on, or nobody does: what the cluster does once is done
	 * there.
	 */
	LEADER_CHANGED,

	/**
	 * A worker gets no new connections for now.
	 */
	WORKER_PAUSED,

	/**
	 * A worker gets new connections again.
	 */
	WORKER_RESUMED,

	/**
	 * A reload began; so did one that only tries, one back to the generation before, or a
	 * rolling restart.
	 */
	RELOAD_STARTED,

	/**
	 * The generation of the reload serves, or would if it was only tried; after a rolling
	 * restart, every slot has a new worker.
	 */
	RELOAD_SUCCEEDED,

	/**
	 * A worker of the new generation failed: what was replaced goes back.
	 */
	RELOAD_ROLLING_BACK,

	/**
	 * A slot could not go back to the old generation when a reload was rolled back.
	 */
	SLOT_NOT_RESTORED,

	/**
	 * A reload ended without success; the generation before it serves. A rolling restart
	 * stopped at a new worker that did not start.
	 */
	RELOAD_FAILED,

	/**
	 * The cluster serves with fewer workers than wanted because some keep failing.
	 */
	CLUSTER_DEGRADED,

	/**
	 * No slot keeps failing any more.
	 */
	CLUSTER_RECOVERED,

	/**
	 * The number of slots was changed.
	 */
	SCALED,

	/**
	 * The cluster ends: all workers drain.
	 */
	CLUSTER_STOPPING

}
