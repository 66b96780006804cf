// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster;

/**
 * What can happen to a cluster. More types will be added: a {@code switch} needs a
 * {@code default}.
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
	 * A worker reported that it can serve.
	 */
	WORKER_READY,

	/**
	 * A worker that a reload has replaced lives on for the sessions in its memory.
	 */
	WORKER_LINGERING,

	/**
	 * A worker gets no new work and finishes what it has.
	 */
	WORKER_DRAINING,

	/**
	 * The primary kills a worker that missed a deadline.
	 */
	WORKER_KILLED,

	/**
	 * A worker's process ended, expectedly or not.
	 */
	WORKER_EXITED,

	/**
	 * A slot keeps failing: its next worker starts after a wait.
	 */
	SLOT_WAITING,

	/**
	 * The workers of a slot keep dying: from now on it is retried only rarely.
	 */
	CRASH_LOOP_STARTED,

	/**
	 * A slot's worker has served long enough to end the slot's crash loop.
	 */
	CRASH_LOOP_ENDED,

	/**
	 * A worker completes nothing while work waits, or sends no heartbeat. Its threads are
	 * dumped, then it is stopped.
	 */
	WORKER_HUNG,

	/**
	 * A worker reached a limit and will be replaced.
	 */
	WORKER_RECYCLED,

	/**
	 * More waits in a worker than in the others, or its responses take much longer: it
	 * gives some of its connections to them.
	 */
	WORKER_OVERLOADED,

	/**
	 * A worker that gave connections away is as fast as the others again and may have as
	 * many as they have.
	 */
	WORKER_RECOVERED,

	/**
	 * A spare worker now gets connections in place of one that failed.
	 */
	WORKER_PROMOTED,

	/**
	 * A worker became the leader, which does what the cluster is to do only once; or
	 * there is no leader any more.
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
	 * A reload, a dry run, a return to the previous generation or a rolling restart
	 * began.
	 */
	RELOAD_STARTED,

	/**
	 * The reload's generation serves, or would, after a dry run; after a rolling restart,
	 * every slot has a new worker.
	 */
	RELOAD_SUCCEEDED,

	/**
	 * A worker of the new generation failed: replaced slots return to the old one.
	 */
	RELOAD_ROLLING_BACK,

	/**
	 * A slot could not return to the old generation when a reload was rolled back.
	 */
	SLOT_NOT_RESTORED,

	/**
	 * A reload failed and the previous generation serves, or a rolling restart stopped at
	 * a new worker that did not start.
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
	 * Connections are assigned by another policy from now on.
	 */
	BALANCING_CHANGED,

	/**
	 * The configuration of a reload has another policy that the running cluster cannot
	 * change to.
	 */
	BALANCING_NOT_CHANGED,

	/**
	 * The cluster is stopping: all workers drain.
	 */
	CLUSTER_STOPPING

}
