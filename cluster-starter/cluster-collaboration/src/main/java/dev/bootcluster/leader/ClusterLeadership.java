// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.leader;

/**
 * Tells which worker does what must be done only once. One worker leads for as long as it
 * is ready; when it leaves or dies, another takes over at once. With
 * {@code cluster.leader.scope=redis} there is one leader across all hosts, and if its
 * host dies, another worker takes over within {@code cluster.leader.lease}. A standalone
 * application is its own leader. Changes are published as {@link LeadershipChanged}.
 * Thread-safe; no method does any I/O.
 */
public interface ClusterLeadership {

	/**
	 * Whether this worker leads now. The answer may be outdated by the time it is used:
	 * anything that two workers must never do at the same time has to be fenced with the
	 * {@linkplain #term() term}.
	 * @return {@code true} if it leads
	 */
	boolean isLeader();

	/**
	 * The fencing token, which grows whenever another worker begins to lead. A resource
	 * that remembers the highest term it has seen can reject a former leader.
	 * @return the term, 0 before the first leader
	 */
	long term();

}
