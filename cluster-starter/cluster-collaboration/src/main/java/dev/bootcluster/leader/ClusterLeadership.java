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
